/** The ends of a training job: completed, failed, stopped, or started over. */
import type { MetricData, SecondaryStatus } from '@aws-sdk/client-sagemaker';
import { cutReason, isInternal } from './failure-reason.ts';
import { dueAt } from './training-deadline.ts';
import { trainingJobEvent } from './training-job-event.ts';
import type { TrainingJob } from './training-job-table.ts';
import type { StopReason, TrainingState } from './training-state.ts';
import { announced, enter, type TrainingStep } from './training-status.ts';
import { timeIn } from './training-times.ts';

const seconds = (ms: number): number => Math.max(1, Math.round(ms / 1000));

/**
 * Ends the job; its containers and folders go.
 * @source unverified - BillableTimeInSeconds is the time with instances: AWS bills spot seconds at a discount
 */
const end = (
  state: TrainingState,
  now: number,
  status: 'Completed' | 'Failed' | 'Stopped',
  secondary: SecondaryStatus,
  change: Partial<TrainingJob> = {},
): TrainingStep => {
  const { job } = state;
  const started = job.TrainingStartTime?.getTime();
  const metrics: MetricData[] = Object.entries(state.metrics).map(([name, { value, at }]) => ({
    MetricName: name,
    Value: value,
    Timestamp: new Date(at),
  }));
  return announced(
    enter(state, now, status, secondary, {
      ...(started !== undefined && {
        TrainingEndTime: new Date(now),
        TrainingTimeInSeconds: seconds(now - started),
        BillableTimeInSeconds: seconds(now - started - timeIn(job, 'Interrupted', now)),
      }),
      ...(metrics.length > 0 && { FinalMetricDataList: metrics }),
      ...change,
    }),
    { dueAt: null, effects: [{ type: 'clean' }] },
  );
};

export const complete = (state: TrainingState, now: number): TrainingStep => end(state, now, 'Completed', 'Completed');

const STOPPED = {
  requested: 'Stopped',
  'max-runtime': 'MaxRuntimeExceeded',
  'max-wait': 'MaxWaitTimeExceeded',
} as const satisfies Record<StopReason, SecondaryStatus>;

export const stopped = (state: TrainingState, now: number): TrainingStep =>
  end(state, now, 'Stopped', STOPPED[state.stopReason!]);

/** Whether RetryStrategy starts the job over for that reason. */
export const isRetried = ({ job, stopReason, retries }: TrainingState, reason: string): boolean =>
  stopReason === undefined && isInternal(reason) && retries < (job.RetryStrategy?.MaximumRetryAttempts ?? 0);

/** Fails the job, or starts it over. */
export const fail = (state: TrainingState, now: number, reason: string): TrainingStep =>
  isRetried(state, reason)
    ? startOver({ ...state, retries: state.retries + 1 }, now)
    : end(state, now, 'Failed', 'Failed', { FailureReason: cutReason(reason) });

/** Starts the hosts anew, with nothing of what they had but checkpoints. */
export const startOver = (state: TrainingState, now: number): TrainingStep => {
  const { job, creator, retries, metrics } = state;
  const anew: TrainingState = { job, creator, retries, metrics, attempt: state.attempt + 1, hosts: {} };
  const starting = enter(anew, now, 'InProgress', 'Starting');
  const next = enter(starting, now, 'InProgress', 'Downloading');
  return {
    state: next,
    dueAt: dueAt(next),
    effects: [{ type: 'download' }],
    events: [trainingJobEvent(starting.job), trainingJobEvent(next.job)],
  };
};
