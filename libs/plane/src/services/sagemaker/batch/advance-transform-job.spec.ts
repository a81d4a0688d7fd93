import { describe, expect, it } from 'vitest';
import type { MachineEvent } from '../../../engine/engine.ts';
import { advanceTransformJob } from './advance-transform-job.ts';
import { STOP_SIGNAL, type TransformEffect, type TransformState } from './transform-state.ts';

const NOW = Date.UTC(2026, 0, 1);

const begun = (hosts = 2): TransformState => ({
  job: {
    TransformJobName: 'job',
    TransformJobArn: 'arn:aws:sagemaker:us-east-1:111111111111:transform-job/job',
    TransformJobStatus: 'InProgress',
    ModelName: 'm',
    TransformInput: { DataSource: undefined },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: hosts },
    CreationTime: new Date(NOW),
  },
  modified: NOW,
  creator: { accountId: '111111111111', arn: 'arn', userId: 'user', accessKeyId: 'key' },
  model: { image: 'i', environment: {} },
  hosts: Array.from({ length: hosts }, () => ({ logOffset: 0 })),
});
const prepare: TransformEffect = { type: 'prepare' };
const run = (host: number): TransformEffect => ({ type: 'run', host });
const done = (effect: TransformEffect, result: unknown = {}): MachineEvent<TransformEffect> => ({
  type: 'done',
  effect,
  result,
});
const failed = (effect: TransformEffect, code?: string): MachineEvent<TransformEffect> => ({
  type: 'failed',
  effect,
  error: { message: 'why', ...(code !== undefined && { code }) },
});
const stop: MachineEvent<TransformEffect> = { type: 'signal', name: STOP_SIGNAL };

/** All events after the other; the last step, and every effect and status on the way. */
const live = (events: readonly MachineEvent<TransformEffect>[], hosts?: number) => {
  let state = begun(hosts);
  const effects: string[] = [];
  const statuses: unknown[] = [];
  let finished = false;
  for (const event of [{ type: 'created' } as const, ...events]) {
    const step = advanceTransformJob(state, event, NOW + 1000);
    state = step.state;
    effects.push(...(step.effects ?? []).map(({ type }) => type));
    for (const { detail } of step.events ?? []) statuses.push((detail as TransformState['job']).TransformJobStatus);
    finished = step.finished ?? false;
  }
  return { state, effects, statuses, finished };
};

describe('a transform job', () => {
  it('is prepared, runs, uploads and ends', () => {
    const events = [done(prepare), done(run(0)), done(run(1)), done({ type: 'upload' }), done({ type: 'clean' })];
    const { effects, statuses, finished } = live(events);
    expect(effects).toEqual(['prepare', 'run', 'run', 'upload', 'clean']);
    expect(statuses).toEqual(['InProgress', 'InProgress', 'Completed']);
    expect(finished).toBe(true);
  });

  it('uploads what succeeded before it fails, by the first reason', () => {
    const events = [
      done(prepare),
      done(run(1), { failureReason: 'ClientError: one' }),
      failed(run(0), 'AlgorithmError'),
      done({ type: 'upload' }),
    ];
    const { state, effects } = live(events);
    expect(effects).toEqual(['prepare', 'run', 'run', 'upload', 'clean']);
    expect(state.job).toMatchObject({ TransformJobStatus: 'Failed', FailureReason: 'ClientError: one' });
  });

  it.each([
    [failed(prepare, 'ClientError'), 'ClientError: why'],
    [failed(prepare, 'EIO'), 'InternalServerError: why'],
  ])('fails when it cannot be prepared', (event, reason) => {
    expect(live([event]).state.job).toMatchObject({ TransformJobStatus: 'Failed', FailureReason: reason });
  });

  it('stops before it runs, and while it does, without an upload', () => {
    const early = live([stop, done(prepare)]);
    expect(early.effects).toEqual(['prepare', 'clean']);
    expect(early.statuses).toEqual(['InProgress', 'Stopping', 'Stopped']);
    const late = live([done(prepare), stop, stop, done(run(0)), failed(run(1)), done({ type: 'stop' })]);
    expect(late.effects).toEqual(['prepare', 'run', 'run', 'stop', 'clean']);
    expect(late.statuses).toEqual(['InProgress', 'InProgress', 'Stopping', 'Stopped']);
    expect(late.state.job.FailureReason).toBeUndefined();
  });

  it('is past stopping once its instances have ended', () => {
    const { statuses } = live([done(prepare), done(run(0)), stop, done({ type: 'upload' })], 1);
    expect(statuses).toEqual(['InProgress', 'InProgress', 'Completed']);
  });
});
