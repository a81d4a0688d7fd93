/** The machine of a bucket that has life-cycle rules: at every midnight (UTC) it sweeps the bucket. */
import type { AnyMachine, Engine, Machine, MachineEvent, Step } from '../../engine/engine.ts';
import { machineId } from '../../engine/machine-id.ts';
import type { BucketRow } from './bucket.ts';
import { DAY_MS } from './lifecycle-rule.ts';
import { sweepBucket } from './lifecycle-sweep.ts';

const KIND = 's3-lifecycle';
const RETRY_MS = 60_000;

interface State {
  readonly bucket: string;
  readonly sweeping: boolean;
}

interface Sweep {
  readonly type: 'sweep';
  readonly bucket: string;
}

export const lifecycleMachineId = (bucket: Pick<BucketRow, 'account' | 'region' | 'name'>): string =>
  machineId(KIND, { accountId: bucket.account, region: bucket.region }, bucket.name);

/** The next midnight, in milliseconds. */
const nextMidnight = (now: number): number => (Math.floor(now / DAY_MS) + 1) * DAY_MS;

const advance = (state: State, event: MachineEvent<Sweep>, now: number): Step<State, Sweep> => {
  switch (event.type) {
    case 'due':
      // A sweep that takes longer than a day is followed by the next one.
      if (state.sweeping) return { state, dueAt: now + RETRY_MS };
      return {
        state: { ...state, sweeping: true },
        dueAt: nextMidnight(now),
        effects: [{ type: 'sweep', bucket: state.bucket }],
      };
    case 'done':
      return { state: { ...state, sweeping: false } };
    case 'failed':
      return { state: { ...state, sweeping: false }, dueAt: now + RETRY_MS };
    default:
      return { state, dueAt: nextMidnight(now) };
  }
};

const machine: Machine<State, Sweep> = {
  kind: KIND,
  advance,
  perform: ({ bucket }, { plane, aborted }) => sweepBucket(plane, bucket, aborted),
};

export const lifecycleMachine = machine as unknown as AnyMachine;

/** Sees to it that a bucket with rules has its machine, within the caller's transaction. */
export const ensureLifecycle = (engine: Engine, bucket: BucketRow): void => {
  const id = lifecycleMachineId(bucket);
  if (engine.state(id) !== undefined) return;
  const state: State = { bucket: bucket.name, sweeping: false };
  engine.create(KIND, { id, accountId: bucket.account, region: bucket.region }, state);
};
