/** A training job's life, as a pure function: starting, downloading, training on its hosts, uploading, and its ends. */
import type { EffectFailure, MachineEvent } from '../../../engine/engine.ts';
import { complete, fail, isRetried, startOver, stopped } from './end-training-job.ts';
import { failureReason } from './failure-reason.ts';
import { dueAt, nextDeadline } from './training-deadline.ts';
import { hostsOf } from './training-hosts.ts';
import { trainingJobEvent } from './training-job-event.ts';
import {
  INTERRUPT_SIGNAL,
  LOG_SIGNAL,
  type Interruption,
  type LogProgress,
  type RunResult,
  type StopReason,
  type TrainingEffect,
  type TrainingState,
} from './training-state.ts';
import { announced, enter, type TrainingStep } from './training-status.ts';

type EventOf<Type> = Extract<MachineEvent<TrainingEffect>, { type: Type }>;

const created = (state: TrainingState, now: number): TrainingStep => {
  const next = enter(state, now, 'InProgress', 'Downloading');
  return {
    state: next,
    dueAt: dueAt(next),
    effects: [{ type: 'download' }],
    events: [trainingJobEvent(state.job), trainingJobEvent(next.job)],
  };
};

const afterDownload = (state: TrainingState, now: number): TrainingStep => {
  if (state.stopReason) return stopped(state, now);
  const hosts = hostsOf(state.job);
  const next = enter(
    { ...state, hosts: Object.fromEntries(hosts.map((host) => [host, { logOffset: 0 }])) },
    now,
    'InProgress',
    'Training',
    { TrainingStartTime: state.job.TrainingStartTime ?? new Date(now) },
  );
  return announced(next, { dueAt: dueAt(next), effects: hosts.map((host) => ({ type: 'run', host })) });
};

/** A host has ended; the first one that fails by itself takes the others with it. */
const afterHost = (state: TrainingState, now: number, host: string, failure: Partial<TrainingState>): TrainingStep => {
  const hosts = { ...state.hosts, [host]: { ...state.hosts[host]!, ended: true } };
  const told = state.stopReason !== undefined || state.interrupted !== undefined || state.failureReason !== undefined;
  const fails = !told && failure.failureReason !== undefined;
  const next: TrainingState = { ...state, hosts, ...(fails && failure) };
  if (Object.values(hosts).every(({ ended }) => ended)) return afterHosts(next, now);
  return fails
    ? { state: next, dueAt: null, effects: [{ type: 'stop', attempt: state.attempt, atOnce: true }] }
    : { state: next };
};

const afterHosts = (state: TrainingState, now: number): TrainingStep => {
  const { failureReason: reason, stopReason, interrupted } = state;
  if (reason !== undefined && (state.faulty || isRetried(state, reason))) return fail(state, now, reason);
  if (reason === undefined && interrupted && !stopReason) return interrupt(state, now);
  // A job that was asked to stop says Stopping until what it left is uploaded.
  const uploading = stopReason === 'requested' ? state : enter(state, now, 'InProgress', 'Uploading');
  return announced(uploading, { dueAt: null, effects: [{ type: 'upload', succeeded: reason === undefined }] });
};

const interrupt = (state: TrainingState, now: number): TrainingStep => {
  const next = enter(state, now, 'InProgress', 'Interrupted');
  return announced(next, { dueAt: dueAt(next) });
};

const afterUpload = (state: TrainingState, now: number): TrainingStep => {
  if (state.failureReason !== undefined) return fail(state, now, state.failureReason);
  return state.stopReason ? stopped(state, now) : complete(state, now);
};

const onSignal = (state: TrainingState, { name, payload }: EventOf<'signal'>, now: number): TrainingStep => {
  if (name === LOG_SIGNAL) {
    const { host, logOffset, metrics } = payload as LogProgress;
    const hosts = { ...state.hosts, [host]: { ...state.hosts[host], logOffset } };
    return { state: { ...state, hosts, metrics: { ...state.metrics, ...metrics } } };
  }
  if (name === INTERRUPT_SIGNAL) return takeCapacity(state, payload as Interruption);
  return halt(state, now, 'requested');
};

/** Spot capacity goes: the hosts have SageMaker's wait to save what they can. */
const takeCapacity = (state: TrainingState, interrupted: Interruption): TrainingStep => {
  const { job, stopReason, failureReason: reason } = state;
  const running = job.EnableManagedSpotTraining && job.SecondaryStatus === 'Training';
  if (!running || stopReason || state.interrupted || reason !== undefined) return { state };
  return { state: { ...state, interrupted }, effects: [{ type: 'stop', attempt: state.attempt, atOnce: false }] };
};

/** Tells the hosts to stop, once. Before they run there are none: the step that is under way ends first. */
const halt = (state: TrainingState, now: number, stopReason: StopReason): TrainingStep => {
  if (state.stopReason) return { state };
  const { SecondaryStatus: secondary } = state.job;
  const next = { ...state, stopReason };
  if (secondary === 'Interrupted') {
    const stopping = enter(next, now, 'Stopping', 'Stopping');
    const step = stopped(stopping, now);
    return { ...step, events: [trainingJobEvent(stopping.job), ...(step.events ?? [])] };
  }
  const told = state.interrupted !== undefined || state.failureReason !== undefined;
  return announced(stopReason === 'requested' ? enter(next, now, 'Stopping', 'Stopping') : next, {
    dueAt: null,
    effects: secondary === 'Training' && !told ? [{ type: 'stop', attempt: state.attempt, atOnce: false }] : [],
  });
};

const onDue = (state: TrainingState, now: number): TrainingStep => {
  const deadline = nextDeadline(state);
  if (!deadline) return { state };
  if (deadline.at > now) return { state, dueAt: deadline.at };
  return deadline.kind === 'resume' ? startOver(state, now) : halt(state, now, deadline.kind);
};

const onDone = (state: TrainingState, { effect, result }: EventOf<'done'>, now: number): TrainingStep => {
  switch (effect.type) {
    case 'download':
      return afterDownload(state, now);
    case 'run': {
      const reason = failureReason(result as RunResult);
      return afterHost(state, now, effect.host, reason === undefined ? {} : { failureReason: reason });
    }
    case 'stop':
      return { state };
    case 'upload':
      return afterUpload(state, now);
    case 'clean':
      return { state, finished: true };
  }
};

const reasonOf = ({ code, message }: EffectFailure): string =>
  `${code === 'ClientError' ? 'ClientError' : 'InternalServerError'}: ${message}`;

const onFailed = (state: TrainingState, { effect, error }: EventOf<'failed'>, now: number): TrainingStep => {
  switch (effect.type) {
    case 'clean':
      return { state, finished: true };
    case 'stop':
      return { state };
    case 'run': {
      // Without its log and its end the host cannot be told from one that failed, even while it stops.
      const known = state.failureReason === undefined;
      const failed = known ? { ...state, failureReason: reasonOf(error), faulty: true } : state;
      const step = afterHost(failed, now, effect.host, {});
      const others = Object.values(step.state.hosts).some(({ ended }) => !ended);
      const stop: TrainingEffect = { type: 'stop', attempt: state.attempt, atOnce: true };
      return known && others ? { ...step, dueAt: null, effects: [stop] } : step;
    }
    default:
      return fail(state, now, state.failureReason ?? reasonOf(error));
  }
};

/** Pure: what a job becomes. */
export const advanceTrainingJob = (
  state: TrainingState,
  event: MachineEvent<TrainingEffect>,
  now: number,
): TrainingStep => {
  switch (event.type) {
    case 'created':
      return created(state, now);
    case 'due':
      return onDue(state, now);
    case 'signal':
      return onSignal(state, event, now);
    case 'done':
      return onDone(state, event, now);
    case 'failed':
      return onFailed(state, event, now);
  }
};
