import { describe, expect, it } from 'vitest';
import type { MachineEvent } from '../../../engine/engine.ts';
import { advanceTrainingJob, type RunResult, type TrainingEffect, type TrainingState } from './advance-training-job.ts';

const START = Date.UTC(2026, 0, 1);
const SECOND = 1000;

type Event = MachineEvent<TrainingEffect>;

const made = (): TrainingState => {
  const time = new Date(START);
  return {
    job: {
      TrainingJobName: 'job',
      TrainingJobArn: 'arn:aws:sagemaker:us-east-1:111111111111:training-job/job',
      ModelArtifacts: { S3ModelArtifacts: 's3://b/job/output/model.tar.gz' },
      TrainingJobStatus: 'InProgress',
      SecondaryStatus: 'Starting',
      StoppingCondition: { MaxRuntimeInSeconds: 60 },
      CreationTime: time,
      SecondaryStatusTransitions: [{ Status: 'Starting', StartTime: time }],
    },
    creator: { accountId: '111111111111', arn: 'arn', userId: 'id', accessKeyId: 'AKIA' },
    logOffset: 0,
    metrics: {},
  };
};

const done = (type: TrainingEffect['type'], result?: RunResult): Event => ({
  type: 'done',
  effect: { type } as TrainingEffect,
  result,
});
const failed = (type: TrainingEffect['type'], code?: string): Event => ({
  type: 'failed',
  effect: { type } as TrainingEffect,
  error: { message: 'why', ...(code !== undefined && { code }) },
});
const STOP: Event = { type: 'signal', name: 'stop' };
const DUE: Event = { type: 'due' };
const LOG: Event = {
  type: 'signal',
  name: 'log',
  payload: { logOffset: 7, metrics: { loss: { value: 1, at: START } } },
};
const EXITED = done('run', { exitCode: 0 });

/** Moves a new job by the events, one per second. */
const after = (...events: readonly Event[]): TrainingState =>
  [{ type: 'created' } as Event, ...events].reduce(
    (state, event, index) => advanceTrainingJob(state, event, START + index * SECOND).state,
    made(),
  );

const told = (state: TrainingState): string[] =>
  state.job.SecondaryStatusTransitions!.map(({ Status }) => Status as string);

describe('advanceTrainingJob', () => {
  const NORMAL = ['Starting', 'Downloading', 'Training', 'Uploading'];
  const [downloaded, uploaded] = [done('download'), done('upload')];

  it.each<[string, readonly Event[], string[], string, string | undefined]>([
    ['a normal job', [downloaded, LOG, EXITED, uploaded], [...NORMAL, 'Completed'], 'Completed', undefined],
    [
      'an algorithm that fails',
      [downloaded, done('run', { exitCode: 3, failure: 'no data' }), uploaded],
      [...NORMAL, 'Failed'],
      'Failed',
      'AlgorithmError: no data, exit code: 3',
    ],
    [
      'an algorithm that fails without a word',
      [downloaded, done('run', { exitCode: 137 }), uploaded],
      [...NORMAL, 'Failed'],
      'Failed',
      'AlgorithmError: , exit code: 137',
    ],
    [
      'a container that the machine lost',
      [downloaded, done('run', { exitCode: -1 }), uploaded],
      [...NORMAL, 'Failed'],
      'Failed',
      'InternalServerError: We encountered an internal error. Please try again.',
    ],
    [
      'a failed algorithm whose output cannot be uploaded',
      [downloaded, done('run', { exitCode: 1 }), failed('upload', 'ClientError')],
      [...NORMAL, 'Failed'],
      'Failed',
      'AlgorithmError: , exit code: 1',
    ],
    [
      'no data',
      [failed('download', 'ClientError')],
      ['Starting', 'Downloading', 'Failed'],
      'Failed',
      'ClientError: why',
    ],
    [
      'a fault of the plane',
      [downloaded, failed('run')],
      ['Starting', 'Downloading', 'Training', 'Failed'],
      'Failed',
      'InternalServerError: why',
    ],
    [
      'a stop while it trains',
      [downloaded, STOP, done('run', { exitCode: 143 }), done('stop'), uploaded],
      ['Starting', 'Downloading', 'Training', 'Stopping', 'Stopped'],
      'Stopped',
      undefined,
    ],
    [
      'a stop before it trains',
      [STOP, downloaded],
      ['Starting', 'Downloading', 'Stopping', 'Stopped'],
      'Stopped',
      undefined,
    ],
    [
      'a stop while it uploads',
      [downloaded, EXITED, STOP, uploaded],
      [...NORMAL, 'Stopping', 'Stopped'],
      'Stopped',
      undefined,
    ],
    [
      'a stop after the algorithm failed',
      [downloaded, done('run', { exitCode: 1 }), STOP, uploaded],
      [...NORMAL, 'Stopping', 'Failed'],
      'Failed',
      'AlgorithmError: , exit code: 1',
    ],
    [
      'the end of its time',
      [downloaded, DUE, done('run', { exitCode: 143 }), uploaded],
      [...NORMAL, 'MaxRuntimeExceeded'],
      'Stopped',
      undefined,
    ],
    [
      'a second stop',
      [downloaded, STOP, STOP, done('run', { exitCode: 0 }), STOP, uploaded],
      ['Starting', 'Downloading', 'Training', 'Stopping', 'Stopped'],
      'Stopped',
      undefined,
    ],
  ])('%s', (_title, events, transitions, status, reason) => {
    const { job } = after(...events);
    expect(job.SecondaryStatusTransitions!.map(({ Status }) => Status)).toEqual(transitions);
    expect(job).toMatchObject({ TrainingJobStatus: status, SecondaryStatus: transitions.at(-1) });
    expect(job.FailureReason).toBe(reason);
    for (const [index, { StartTime, EndTime }] of job.SecondaryStatusTransitions!.entries()) {
      const next = job.SecondaryStatusTransitions![index + 1];
      expect(EndTime).toEqual(next ? next.StartTime : StartTime);
    }
  });

  it('bounds the run by service time, from its start', () => {
    const state = after();
    const now = START + 100 * SECOND;
    expect(advanceTrainingJob(state, downloaded, now).dueAt).toBe(now + 60 * SECOND);
    expect(advanceTrainingJob(after(downloaded), EXITED, now).dueAt).toBeNull();
  });

  it('tells times, and the last value of each metric', () => {
    const later = {
      name: 'log',
      type: 'signal',
      payload: { logOffset: 9, metrics: { loss: { value: 2, at: START } } },
    };
    const { job, logOffset } = after(downloaded, LOG, later as Event, EXITED, uploaded);
    expect(logOffset).toBe(9);
    expect(job).toMatchObject({
      TrainingStartTime: new Date(START + SECOND),
      TrainingEndTime: new Date(START + 5 * SECOND),
      TrainingTimeInSeconds: 4,
      BillableTimeInSeconds: 4,
      FinalMetricDataList: [{ MetricName: 'loss', Value: 2, Timestamp: new Date(START) }],
    });
  });

  it('cuts a failure at 1024 characters, never a character in two, and keeps the exit code', () => {
    const failure = `${'x'.repeat(1024 - 'AlgorithmError: '.length - ', exit code: 1'.length - 1)}\u{1f600} and more`;
    const reason = after(downloaded, done('run', { exitCode: 1, failure }), uploaded).job.FailureReason!;
    expect(reason).toHaveLength(1023);
    expect(reason).toMatch(/^AlgorithmError: x+, exit code: 1$/);
  });

  /** What SageMaker's API reference pairs; the end states are the last three. */
  const LEGAL: Record<string, readonly string[]> = {
    InProgress: ['Starting', 'Downloading', 'Training', 'Uploading'],
    Stopping: ['Stopping'],
    Completed: ['Completed'],
    Failed: ['Failed'],
    Stopped: ['Stopped', 'MaxRuntimeExceeded'],
  };

  it('whatever happens, in whatever order, keeps to the pairs of AWS and ends', () => {
    interface Node {
      readonly state: TrainingState;
      readonly effects: readonly TrainingEffect[];
      readonly due: boolean;
    }
    const seen = new Set<string>();
    const ends = new Set<string>();
    const visit = ({ state, effects, due }: Node): void => {
      const { TrainingJobStatus: status, SecondaryStatus: secondary } = state.job;
      expect(LEGAL[status!], `${status} with ${secondary}`).toContain(secondary);
      const id = JSON.stringify([told(state), state.stopReason, state.failureReason, effects, due]);
      if (seen.has(id)) return;
      seen.add(id);
      // Something is always under way: no job can be forgotten.
      expect(effects.filter(({ type }) => type !== 'stop')).toHaveLength(1);
      const move = (event: Event, left: readonly TrainingEffect[]): void => {
        const step = advanceTrainingJob(state, event, START + 90 * SECOND);
        if (step.finished) {
          ends.add(`${status}/${secondary}`);
          return;
        }
        const dueThen = step.dueAt === undefined ? due && event.type !== 'due' : step.dueAt !== null;
        visit({ state: step.state, effects: [...left, ...(step.effects ?? [])], due: dueThen });
      };
      for (const effect of effects) {
        const left = effects.filter((other) => other !== effect);
        const results = effect.type === 'run' ? [{ exitCode: 0 }, { exitCode: 1 }, { exitCode: -1 }] : [undefined];
        for (const result of results) move({ type: 'done', effect, result }, left);
        for (const code of ['ClientError', undefined]) {
          move({ type: 'failed', effect, error: { message: 'why', ...(code && { code }) } }, left);
        }
      }
      const over = ['Completed', 'Failed', 'Stopped'].includes(status!);
      if (!over) for (const event of [STOP, LOG]) move(event, effects);
      if (due) move(DUE, effects);
    };
    const created = advanceTrainingJob(made(), { type: 'created' }, START);
    visit({ state: created.state, effects: created.effects!, due: false });
    expect([...ends].sort()).toEqual([
      'Completed/Completed',
      'Failed/Failed',
      'Stopped/MaxRuntimeExceeded',
      'Stopped/Stopped',
    ]);
  });

  it('tells EventBridge every status, the first one too', () => {
    const created = advanceTrainingJob(made(), { type: 'created' }, START);
    expect(created.events!.map(({ detail }) => (detail as { SecondaryStatus: string }).SecondaryStatus)).toEqual([
      'Starting',
      'Downloading',
    ]);
    expect(advanceTrainingJob(after(downloaded), LOG, START).events).toBeUndefined();
    const [event] = advanceTrainingJob(after(), downloaded, START + SECOND).events!;
    expect(event).toMatchObject({
      source: 'aws.sagemaker',
      detailType: 'SageMaker Training Job State Change',
      resources: ['arn:aws:sagemaker:us-east-1:111111111111:training-job/job'],
      detail: { TrainingJobStatus: 'InProgress', SecondaryStatus: 'Training', CreationTime: String(START) },
    });
  });
});
