import { describe, expect, it } from 'vitest';
import type { MachineEvent } from '../../../engine/engine.ts';
import { advanceProcessingJob } from './advance-processing-job.ts';
import { STOP_SIGNAL, type ProcessingEffect, type ProcessingState } from './processing-state.ts';

const NOW = Date.UTC(2026, 0, 1);

const BEGUN: ProcessingState = {
  job: {
    ProcessingJobName: 'job',
    ProcessingJobArn: 'arn:aws:sagemaker:us-east-1:111111111111:processing-job/job',
    ProcessingJobStatus: 'InProgress',
    ProcessingResources: undefined,
    AppSpecification: undefined,
    StoppingCondition: { MaxRuntimeInSeconds: 60 },
    CreationTime: new Date(NOW),
  },
  creator: { accountId: '111111111111', arn: 'arn', userId: 'user', accessKeyId: 'key' },
  hosts: { 'algo-1': { logOffset: 0 }, 'algo-2': { logOffset: 0 } },
};
const prepare: ProcessingEffect = { type: 'prepare' };
const run = (host: 1 | 2): ProcessingEffect => ({ type: 'run', host: `algo-${host}` });
const done = (effect: ProcessingEffect, result?: unknown): MachineEvent<ProcessingEffect> => ({
  type: 'done',
  effect,
  result,
});
const failed = (effect: ProcessingEffect, code: string): MachineEvent<ProcessingEffect> => ({
  type: 'failed',
  effect,
  error: { message: 'why', code },
});
const stop: MachineEvent<ProcessingEffect> = { type: 'signal', name: STOP_SIGNAL };
const OK = { exitCode: 0 };

/** All events after the other; the last state, and every effect and status on the way. */
const live = (events: readonly MachineEvent<ProcessingEffect>[]) => {
  let state = BEGUN;
  const effects: string[] = [];
  const statuses: unknown[] = [];
  let dueAt: number | null | undefined;
  for (const event of [{ type: 'created' } as const, ...events]) {
    const step = advanceProcessingJob(state, event, NOW + 1000);
    state = step.state;
    effects.push(...(step.effects ?? []).map(({ type }) => type));
    for (const { detail } of step.events ?? []) statuses.push((detail as ProcessingState['job']).ProcessingJobStatus);
    if (step.dueAt !== undefined) dueAt = step.dueAt;
  }
  return { state, effects, statuses, dueAt };
};

describe('a processing job', () => {
  it('is prepared, runs, uploads and ends', () => {
    expect(live([done(prepare)]).dueAt).toBe(NOW + 61_000);
    const messages = [done(run(2), { ...OK, message: 'two' }), done(run(1), { ...OK, message: 'one,' })];
    const { state, effects, statuses, dueAt } = live([done(prepare), ...messages, done({ type: 'upload' })]);
    expect(effects).toEqual(['prepare', 'run', 'run', 'upload', 'clean']);
    expect(statuses).toEqual(['InProgress', 'InProgress', 'Completed']);
    expect(state.job).toMatchObject({ ExitMessage: 'one,two', ProcessingEndTime: new Date(NOW + 1000) });
    expect(dueAt).toBeNull();
  });

  it('fails with the first host that does, once the others are stopped', () => {
    const { state, effects, statuses } = live([
      done(prepare),
      done(run(2), { exitCode: 3 }),
      done(run(1), { exitCode: 143 }),
      done({ type: 'stop' }),
    ]);
    expect(effects).toEqual(['prepare', 'run', 'run', 'stop', 'clean']);
    expect(statuses).toEqual(['InProgress', 'InProgress', 'Failed']);
    expect(state.job.FailureReason).toBe('AlgorithmError: , exit code: 3');
  });

  it.each([
    [{ exitCode: 137, reason: 'OutOfMemory' }, /^AlgorithmError: , exit code: 137$/],
    [{ exitCode: 137, reason: 'DiskFull' }, /^ClientError: No space left on device/],
    [{ exitCode: -1 }, /^InternalServerError/],
    [{ ...OK, unreadableMessage: true }, /^ClientError: The exit message/],
  ])('says why', (result, reason) => {
    const { state } = live([done(prepare), done(run(1), result), done(run(2), OK)]);
    expect(state.job.FailureReason).toMatch(reason);
  });

  it('fails when it cannot be prepared, or its outputs cannot be uploaded', () => {
    expect(live([failed(prepare, 'ClientError')]).state.job.FailureReason).toBe('ClientError: why');
    const ran = [done(prepare), done(run(1), OK), done(run(2), OK)];
    const { state } = live([...ran, failed({ type: 'upload' }, 'EIO')]);
    expect(state.job).toMatchObject({ ProcessingJobStatus: 'Failed', FailureReason: 'InternalServerError: why' });
  });

  it.each([stop, { type: 'due' } as const])('stops before it runs, and while it does, without an upload', (event) => {
    expect(live([event, done(prepare)]).effects).toEqual(['prepare', 'clean']);
    const ended = [done(run(1), { exitCode: 143 }), done(run(2), OK)];
    const { effects, statuses, state } = live([done(prepare), event, event, ...ended]);
    expect(effects).toEqual(['prepare', 'run', 'run', 'stop', 'clean']);
    expect(statuses).toEqual(['InProgress', 'InProgress', 'Stopping', 'Stopped']);
    expect(state.job.FailureReason).toBeUndefined();
  });

  it('is past stopping once its hosts have ended', () => {
    const { effects } = live([done(prepare), done(run(1), OK), done(run(2), OK), stop, done({ type: 'upload' })]);
    expect(effects).toEqual(['prepare', 'run', 'run', 'upload', 'clean']);
  });
});
