/** A training job's life, as a pure function: starting, downloading, training, uploading, and the ways in which it ends. */
import type { MetricData, SecondaryStatus, TrainingJobStatus } from '@aws-sdk/client-sagemaker';
import type { MachineEvent, Step } from '../../../engine/engine.ts';
import type { Principal } from '../../../service.ts';
import type { TrainingJob } from './training-job-table.ts';
import { trainingJobEvent } from './training-job-event.ts';

export type TrainingEffect =
  | { readonly type: 'download' }
  | { readonly type: 'run' }
  | { readonly type: 'stop' }
  | { readonly type: 'upload'; readonly succeeded: boolean }
  | { readonly type: 'clean' };

/** Why the container was told to stop. */
export type StopReason = 'requested' | 'max-runtime';

export interface TrainingState {
  readonly job: TrainingJob;
  /** Who made the job, for calls on its behalf. */
  readonly creator: Principal;
  readonly stopReason?: StopReason;
  /** Why the container failed, once it has. */
  readonly failureReason?: string;
  /** Read so far of the container's log, in bytes. */
  readonly logOffset: number;
  /** Last value per metric. */
  readonly metrics: Readonly<Record<string, { readonly value: number; readonly at: number }>>;
}

/** Signals of the log's tail and of StopTrainingJob. */
export const LOG_SIGNAL = 'log';
export const STOP_SIGNAL = 'stop';

export interface LogProgress {
  readonly logOffset: number;
  readonly metrics: TrainingState['metrics'];
}

/** What the `run` effect ends with. */
export interface RunResult {
  readonly exitCode: number;
  /** The failure file's first 1024 characters; absent when there is none. */
  readonly failure?: string;
}

const MESSAGES: Partial<Record<SecondaryStatus, string>> = {
  Starting: 'Preparing the instances for training',
  Downloading: 'Downloading input data',
  Training: 'Training image download completed. Training in progress.',
  Uploading: 'Uploading generated training model',
  Completed: 'Training job completed',
  Failed: 'Training job failed',
  Stopping: 'Stopping the training job',
  Stopped: 'Training job stopped',
  MaxRuntimeExceeded: 'Training job runtime exceeded MaxRuntimeInSeconds provided',
};

/** SageMaker's bound on FailureReason. */
const FAILURE_CHARACTERS = 1024;

type TrainingStep = Step<TrainingState, TrainingEffect>;

/** Enters a secondary status: ends the transition that is open, begins the next, and tells EventBridge. */
const enter = (
  state: TrainingState,
  now: number,
  status: TrainingJobStatus,
  secondary: SecondaryStatus,
  change: Partial<TrainingJob> = {},
): TrainingState => {
  const time = new Date(now);
  const transitions = [...(state.job.SecondaryStatusTransitions ?? [])];
  const open = transitions.at(-1);
  if (open && !open.EndTime) transitions[transitions.length - 1] = { ...open, EndTime: time };
  const ended = status === 'Completed' || status === 'Failed' || status === 'Stopped';
  const message = status === 'Failed' ? (change.FailureReason ?? MESSAGES.Failed) : MESSAGES[secondary];
  transitions.push({
    Status: secondary,
    StartTime: time,
    ...(ended && { EndTime: time }),
    StatusMessage: message,
  });
  return {
    ...state,
    job: {
      ...state.job,
      ...change,
      TrainingJobStatus: status,
      SecondaryStatus: secondary,
      SecondaryStatusTransitions: transitions,
      LastModifiedTime: time,
    },
  };
};

/** Ends the job; its container and folders go. */
const end = (
  state: TrainingState,
  now: number,
  status: 'Completed' | 'Failed' | 'Stopped',
  secondary: SecondaryStatus,
  change: Partial<TrainingJob> = {},
): TrainingStep => {
  const started = state.job.TrainingStartTime?.getTime();
  const seconds = started === undefined ? undefined : Math.max(1, Math.round((now - started) / 1000));
  const metrics: MetricData[] = Object.entries(state.metrics).map(([name, { value, at }]) => ({
    MetricName: name,
    Value: value,
    Timestamp: new Date(at),
  }));
  return announced(
    enter(state, now, status, secondary, {
      ...(started !== undefined && {
        TrainingEndTime: new Date(now),
        TrainingTimeInSeconds: seconds,
        BillableTimeInSeconds: seconds,
      }),
      ...(metrics.length > 0 && { FinalMetricDataList: metrics }),
      ...change,
    }),
    { dueAt: null, effects: [{ type: 'clean' }] },
  );
};

const announced = (state: TrainingState, rest: Omit<TrainingStep, 'state' | 'events'> = {}): TrainingStep => ({
  state,
  ...rest,
  events: [trainingJobEvent(state.job)],
});

/** Where it was cut no half of a character stays. */
const cut = (reason: string): string => reason.slice(0, FAILURE_CHARACTERS).replace(/[\ud800-\udbff]$/, '');

const fail = (state: TrainingState, now: number, reason: string): TrainingStep =>
  end(state, now, 'Failed', 'Failed', { FailureReason: cut(reason) });

const stopped = (state: TrainingState, now: number): TrainingStep =>
  end(state, now, 'Stopped', state.stopReason === 'max-runtime' ? 'MaxRuntimeExceeded' : 'Stopped');

const afterDownload = (state: TrainingState, now: number): TrainingStep => {
  if (state.stopReason) return stopped(state, now);
  const bound = state.job.StoppingCondition?.MaxRuntimeInSeconds;
  return announced(enter(state, now, 'InProgress', 'Training', { TrainingStartTime: new Date(now) }), {
    effects: [{ type: 'run' }],
    ...(bound !== undefined && { dueAt: now + bound * 1000 }),
  });
};

const afterRun = (state: TrainingState, now: number, { exitCode, failure }: RunResult): TrainingStep => {
  const succeeded = exitCode === 0 || state.stopReason !== undefined;
  const next = succeeded ? state : { ...state, failureReason: failureReason(exitCode, failure) };
  // A job that was asked to stop says Stopping until what it left is uploaded.
  const uploading = state.stopReason === 'requested' ? next : enter(next, now, 'InProgress', 'Uploading');
  return announced(uploading, { dueAt: null, effects: [{ type: 'upload', succeeded }] });
};

const failureReason = (exitCode: number, failure: string | undefined): string => {
  if (exitCode === -1) return 'InternalServerError: We encountered an internal error. Please try again.';
  const code = `, exit code: ${exitCode}`;
  const [before, room] = ['AlgorithmError: ', FAILURE_CHARACTERS - code.length];
  return `${cut(`${before}${failure ?? ''}`.slice(0, room))}${code}`;
};

const afterUpload = (state: TrainingState, now: number): TrainingStep => {
  if (state.failureReason !== undefined) return fail(state, now, state.failureReason);
  return state.stopReason ? stopped(state, now) : end(state, now, 'Completed', 'Completed');
};

const onSignal = (
  state: TrainingState,
  event: Extract<MachineEvent<TrainingEffect>, { type: 'signal' }>,
  now: number,
): TrainingStep => {
  if (event.name === LOG_SIGNAL) {
    const { logOffset, metrics } = event.payload as LogProgress;
    return { state: { ...state, logOffset, metrics: { ...state.metrics, ...metrics } } };
  }
  return halt(state, now, 'requested');
};

/** Tells the container to stop, once. Before it runs there is none: the step that is under way ends first. */
const halt = (state: TrainingState, now: number, stopReason: StopReason): TrainingStep => {
  if (state.stopReason) return { state };
  const running = state.job.SecondaryStatus === 'Training';
  const next = { ...state, stopReason };
  return announced(stopReason === 'requested' ? enter(next, now, 'Stopping', 'Stopping') : next, {
    dueAt: null,
    effects: running ? [{ type: 'stop' }] : [],
  });
};

const onDone = (
  state: TrainingState,
  { effect, result }: Extract<MachineEvent<TrainingEffect>, { type: 'done' }>,
  now: number,
): TrainingStep => {
  switch (effect.type) {
    case 'download':
      return afterDownload(state, now);
    case 'run':
      return afterRun(state, now, result as RunResult);
    case 'stop':
      return { state };
    case 'upload':
      return afterUpload(state, now);
    case 'clean':
      return { state, finished: true };
  }
};

const onFailed = (
  state: TrainingState,
  { effect, error }: Extract<MachineEvent<TrainingEffect>, { type: 'failed' }>,
  now: number,
): TrainingStep => {
  if (effect.type === 'clean') return { state, finished: true };
  if (effect.type === 'stop') return { state };
  if (state.failureReason !== undefined) return fail(state, now, state.failureReason);
  const faulty = error.code === 'ClientError' ? 'ClientError' : 'InternalServerError';
  return fail(state, now, `${faulty}: ${error.message}`);
};

/** Pure: what a job becomes. */
export const advanceTrainingJob = (
  state: TrainingState,
  event: MachineEvent<TrainingEffect>,
  now: number,
): TrainingStep => {
  switch (event.type) {
    case 'created': {
      const next = announced(enter(state, now, 'InProgress', 'Downloading'), { effects: [{ type: 'download' }] });
      return { ...next, events: [trainingJobEvent(state.job), ...(next.events ?? [])] };
    }
    case 'due':
      return halt(state, now, 'max-runtime');
    case 'signal':
      return onSignal(state, event, now);
    case 'done':
      return onDone(state, event, now);
    case 'failed':
      return onFailed(state, event, now);
  }
};
