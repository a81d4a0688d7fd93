/** A transform job's life, as a pure function: prepared, run on its instances, uploaded, and the ways in which it ends. */
import type { TransformJobStatus } from '@aws-sdk/client-sagemaker';
import type { MachineEvent, Step } from '../../../engine/engine.ts';
import { transformJobEvent } from './batch-job-event.ts';
import type { TransformJob } from './transform-job-table.ts';
import {
  STOP_SIGNAL,
  type HostSignal,
  type TransformEffect,
  type TransformHost,
  type TransformRunResult,
  type TransformState,
} from './transform-state.ts';

type TransformStep = Step<TransformState, TransformEffect>;

/** SageMaker's bound on FailureReason. */
const FAILURE_CHARACTERS = 1024;

const changed = (
  state: TransformState,
  now: number,
  change: Partial<TransformJob>,
  effects: readonly TransformEffect[] = [],
): TransformStep => {
  const next = { ...state, modified: now, job: { ...state.job, ...change } };
  return { state: next, effects, events: [transformJobEvent(next.job)] };
};

const end = (
  state: TransformState,
  now: number,
  TransformJobStatus: TransformJobStatus,
  FailureReason?: string,
): TransformStep =>
  changed(
    state,
    now,
    {
      TransformJobStatus,
      TransformEndTime: new Date(now),
      ...(FailureReason !== undefined && { FailureReason: FailureReason.slice(0, FAILURE_CHARACTERS) }),
    },
    [{ type: 'clean' }],
  );

const changeHost = (state: TransformState, host: number, change: Partial<TransformHost>): TransformState => ({
  ...state,
  hosts: state.hosts.map((each, index) => (index === host ? { ...each, ...change } : each)),
});

/** One host is done; after the last one what succeeded is uploaded, unless the job was stopped. */
const hostEnded = (state: TransformState, host: number, now: number, failure: string | undefined): TransformStep => {
  const failureReason = state.failureReason ?? failure;
  const next = { ...changeHost(state, host, { ended: true }), ...(failureReason !== undefined && { failureReason }) };
  if (!next.hosts.every(({ ended }) => ended)) return { state: next };
  if (next.stopping) return end(next, now, 'Stopped');
  return { state: next, effects: [{ type: 'upload' }] };
};

const onDone = (
  state: TransformState,
  { effect, result }: Extract<MachineEvent<TransformEffect>, { type: 'done' }>,
  now: number,
): TransformStep => {
  switch (effect.type) {
    case 'prepare': {
      if (state.stopping) return end(state, now, 'Stopped');
      const effects = state.hosts.map((_host, host): TransformEffect => ({ type: 'run', host }));
      return changed(state, now, { TransformStartTime: new Date(now) }, effects);
    }
    case 'run':
      return hostEnded(state, effect.host, now, (result as TransformRunResult).failureReason);
    case 'stop':
      return { state };
    case 'upload':
      return state.failureReason === undefined
        ? end(state, now, 'Completed')
        : end(state, now, 'Failed', state.failureReason);
    case 'clean':
      return { state, finished: true };
  }
};

const onFailed = (
  state: TransformState,
  { effect, error }: Extract<MachineEvent<TransformEffect>, { type: 'failed' }>,
  now: number,
): TransformStep => {
  const faulty = error.code === 'ClientError' || error.code === 'AlgorithmError' ? error.code : 'InternalServerError';
  const reason = `${faulty}: ${error.message}`;
  switch (effect.type) {
    case 'clean':
      return { state, finished: true };
    case 'stop':
      return { state };
    case 'run':
      return hostEnded(state, effect.host, now, reason);
    case 'prepare':
      return state.stopping ? end(state, now, 'Stopped') : end(state, now, 'Failed', reason);
    case 'upload':
      return end(state, now, 'Failed', state.failureReason ?? reason);
  }
};

/** Once its hosts have ended a job is as good as over: what they made is uploaded. */
const stop = (state: TransformState, now: number): TransformStep => {
  if (state.stopping || state.hosts.every(({ ended }) => ended)) return { state };
  const running = state.job.TransformStartTime !== undefined;
  const stopping = { ...state, stopping: true };
  return changed(stopping, now, { TransformJobStatus: 'Stopping' }, running ? [{ type: 'stop' }] : []);
};

/** Pure: what a job becomes. */
export const advanceTransformJob = (
  state: TransformState,
  event: MachineEvent<TransformEffect>,
  now: number,
): TransformStep => {
  switch (event.type) {
    case 'created':
      return { state, effects: [{ type: 'prepare' }], events: [transformJobEvent(state.job)] };
    case 'due':
      return { state };
    case 'signal': {
      if (event.name === STOP_SIGNAL) return stop(state, now);
      const { host, ...change } = event.payload as HostSignal;
      return { state: changeHost(state, host, change) };
    }
    case 'done':
      return onDone(state, event, now);
    case 'failed':
      return onFailed(state, event, now);
  }
};
