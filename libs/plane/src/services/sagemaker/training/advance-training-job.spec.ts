import { describe, expect, it } from 'vitest';
import type { MachineEvent } from '../../../engine/engine.ts';
import { advanceTrainingJob } from './advance-training-job.ts';
import type { TrainingJob } from './training-job-table.ts';
import type { RunResult, TrainingEffect, TrainingState } from './training-state.ts';

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
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      CreationTime: time,
      SecondaryStatusTransitions: [{ Status: 'Starting', StartTime: time }],
    },
    creator: { accountId: '111111111111', arn: 'arn', userId: 'id', accessKeyId: 'AKIA' },
    attempt: 1,
    hosts: {},
    retries: 0,
    metrics: {},
  };
};

const done = (type: TrainingEffect['type'], result?: RunResult): Event => ({
  type: 'done',
  effect: (type === 'run' ? { type, host: 'algo-1' } : { type }) as TrainingEffect,
  result,
});
const failed = (type: TrainingEffect['type'], code?: string): Event => ({
  type: 'failed',
  effect: (type === 'run' ? { type, host: 'algo-1' } : { type }) as TrainingEffect,
  error: { message: 'why', ...(code !== undefined && { code }) },
});
const STOP: Event = { type: 'signal', name: 'stop' };
const DUE: Event = { type: 'due' };
const LOG: Event = {
  type: 'signal',
  name: 'log',
  payload: { host: 'algo-1', logOffset: 7, metrics: { loss: { value: 1, at: START } } },
};
const EXITED = done('run', { exitCode: 0 });

/** Moves a new job by the events, one per second; what is due comes when it is. */
const afterAs = (change: Partial<TrainingJob>, ...events: readonly Event[]): TrainingState => {
  const job = { ...made().job, ...change };
  let [now, dueAt, state] = [START, null as number | null, { ...made(), job }];
  for (const event of [{ type: 'created' } as Event, ...events]) {
    const step = advanceTrainingJob(state, event, event.type === 'due' ? dueAt! : now);
    if (event.type === 'due') now = dueAt!;
    if (step.dueAt !== undefined) dueAt = step.dueAt;
    state = step.state;
    now += SECOND;
  }
  return state;
};
const after = (...events: readonly Event[]): TrainingState => afterAs({}, ...events);

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
      payload: { host: 'algo-1', logOffset: 9, metrics: { loss: { value: 2, at: START } } },
    };
    const { job, hosts } = after(downloaded, LOG, later as Event, EXITED, uploaded);
    expect(hosts).toEqual({ 'algo-1': { logOffset: 9, ended: true } });
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

  describe('with several hosts', () => {
    const TWO = { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2 } } as const;
    const exit = (host: string, result: RunResult): Event => ({ type: 'done', effect: { type: 'run', host }, result });
    const [one, other] = ['algo-1', 'algo-2'];

    it('waits for all of them', () => {
      expect(told(afterAs(TWO, downloaded, exit(one, { exitCode: 0 }))).at(-1)).toBe('Training');
      const { job } = afterAs(TWO, downloaded, exit(one, { exitCode: 0 }), exit(other, { exitCode: 0 }), uploaded);
      expect(job.TrainingJobStatus).toBe('Completed');
    });

    it('fails with the first that fails, and ends the others', () => {
      const failing = exit(other, { exitCode: 7 });
      const { effects } = advanceTrainingJob(afterAs(TWO, downloaded), failing, START);
      expect(effects).toEqual([{ type: 'stop', attempt: 1, atOnce: true }]);
      const { job } = afterAs(TWO, downloaded, failing, exit(one, { exitCode: 137 }), uploaded);
      expect(job.FailureReason).toBe('AlgorithmError: , exit code: 7');
    });
  });

  it.each([
    ['OutOfMemory', /^AlgorithmError: .*, exit code: 137$/],
    ['DiskFull', /^ClientError: No space left on device: .*VolumeSizeInGB/],
  ] as const)('names the limit that ended a host: %s', (reason, text) => {
    expect(after(downloaded, done('run', { exitCode: 137, reason }), uploaded).job.FailureReason).toMatch(text);
  });

  describe('on spot instances', () => {
    const SPOT = {
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 100 },
    };
    const gone = (seconds: number): Event => ({
      ...{ type: 'signal', name: 'interrupt', payload: { awayMs: seconds * SECOND } },
    });
    const AGAIN = ['Interrupted', 'Starting', 'Downloading', 'Training'];

    it('starts over when capacity is back, and bills no time without it', () => {
      const state = afterAs(SPOT, downloaded, gone(20), EXITED, DUE, downloaded, EXITED, uploaded);
      expect(told(state)).toEqual(['Starting', 'Downloading', 'Training', ...AGAIN, 'Uploading', 'Completed']);
      expect(state.attempt).toBe(2);
      expect(state.job).toMatchObject({ TrainingTimeInSeconds: 25, BillableTimeInSeconds: 5 });
    });

    it('counts the running time of all attempts', () => {
      const back = afterAs(SPOT, downloaded, gone(0), EXITED, DUE);
      const trains = advanceTrainingJob(back, downloaded, START + 10 * SECOND);
      expect(trains.dueAt).toBe(START + 10 * SECOND + 58 * SECOND);
    });

    it.each([
      ['waits for no longer than it may', DUE, 'MaxWaitTimeExceeded'],
      ['is stopped while it waits', STOP, 'Stopped'],
    ])('%s', (_title, event, secondary) => {
      const { job } = afterAs(SPOT, downloaded, gone(1000), EXITED, event);
      expect(told({ job } as TrainingState).slice(-3)).toEqual(['Interrupted', 'Stopping', secondary]);
      expect(job.TrainingJobStatus).toBe('Stopped');
    });

    it('takes no interruption otherwise', () => {
      expect(advanceTrainingJob(after(downloaded), gone(1), START).state).toEqual(after(downloaded));
      const stopping = afterAs(SPOT, downloaded, STOP);
      expect(advanceTrainingJob(stopping, gone(1), START).state).toEqual(stopping);
    });
  });

  describe('with a retry strategy', () => {
    const TWICE = { RetryStrategy: { MaximumRetryAttempts: 1 } };
    const LOST = done('run', { exitCode: -1 });

    it('starts over after a fault of the plane, not after one of the algorithm', () => {
      const lost = afterAs(TWICE, downloaded, LOST, downloaded, EXITED, uploaded);
      expect(told(lost)).toEqual([...NORMAL.slice(0, 3), ...NORMAL, 'Completed']);
      const failing = afterAs(TWICE, downloaded, done('run', { exitCode: 1 }), uploaded);
      expect(told(failing).at(-1)).toBe('Failed');
    });

    it('gives up in the end', () => {
      const lost = afterAs(TWICE, downloaded, LOST, failed('download'));
      expect(lost.job).toMatchObject({ TrainingJobStatus: 'Failed', FailureReason: 'InternalServerError: why' });
    });
  });

  /** What SageMaker's API reference pairs; the end states are the last three. */
  const LEGAL: Record<string, readonly string[]> = {
    InProgress: ['Starting', 'Downloading', 'Training', 'Interrupted', 'Uploading'],
    Stopping: ['Stopping'],
    Completed: ['Completed'],
    Failed: ['Failed'],
    Stopped: ['Stopped', 'MaxRuntimeExceeded', 'MaxWaitTimeExceeded'],
  };

  it('whatever happens, in whatever order, keeps to the pairs of AWS and ends', () => {
    interface Node {
      readonly state: TrainingState;
      readonly effects: readonly TrainingEffect[];
      readonly dueAt: number | null;
      readonly now: number;
    }
    const seen = new Set<string>();
    const ends = new Set<string>();
    const visit = ({ state, effects, dueAt, now }: Node): void => {
      const { TrainingJobStatus: status, SecondaryStatus: secondary } = state.job;
      expect(LEGAL[status!], `${status} with ${secondary}`).toContain(secondary);
      const { hosts, stopReason, failureReason, interrupted, faulty } = state;
      const id = JSON.stringify([told(state), hosts, stopReason, failureReason, interrupted, faulty, effects, dueAt]);
      if (seen.has(id)) return;
      seen.add(id);
      // Something is always under way: no job can be forgotten.
      const waits = secondary === 'Interrupted' && dueAt !== null;
      expect(effects.some(({ type }) => type !== 'stop') || waits).toBe(true);
      const move = (event: Event, left: readonly TrainingEffect[]): void => {
        const at = event.type === 'due' ? Math.max(now, dueAt!) : now;
        const step = advanceTrainingJob(state, event, at);
        if (step.finished) {
          ends.add(`${status}/${secondary}`);
          return;
        }
        const dueThen = step.dueAt === undefined ? (event.type === 'due' ? null : dueAt) : step.dueAt;
        visit({ state: step.state, effects: [...left, ...(step.effects ?? [])], dueAt: dueThen, now: at });
      };
      for (const effect of effects) {
        const left = effects.filter((each) => each !== effect);
        const results = effect.type === 'run' ? [{ exitCode: 0 }, { exitCode: 1 }, { exitCode: -1 }] : [undefined];
        for (const result of results) move({ type: 'done', effect, result }, left);
        for (const code of ['ClientError', undefined]) {
          move({ type: 'failed', effect, error: { message: 'why', ...(code && { code }) } }, left);
        }
      }
      const over = ['Completed', 'Failed', 'Stopped'].includes(status!);
      if (!over) move(STOP, effects);
      if (state.attempt === 1) {
        for (const awayMs of [0, 1_000_000]) move({ type: 'signal', name: 'interrupt', payload: { awayMs } }, effects);
      }
      if (dueAt !== null) move(DUE, effects);
    };
    const job = {
      ...made().job,
      EnableManagedSpotTraining: true,
      RetryStrategy: { MaximumRetryAttempts: 1 },
      ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 2 },
      StoppingCondition: { MaxRuntimeInSeconds: 60, MaxWaitTimeInSeconds: 100 },
    } as const;
    const created = advanceTrainingJob({ ...made(), job }, { type: 'created' }, START);
    visit({ state: created.state, effects: created.effects!, dueAt: created.dueAt!, now: START });
    expect([...ends].sort()).toEqual([
      'Completed/Completed',
      'Failed/Failed',
      'Stopped/MaxRuntimeExceeded',
      'Stopped/MaxWaitTimeExceeded',
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
