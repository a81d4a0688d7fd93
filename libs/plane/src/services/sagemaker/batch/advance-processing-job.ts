/** A processing job's life, as a pure function: its inputs fetched, run on its hosts, its outputs uploaded. */
import type { ProcessingJobStatus } from '@aws-sdk/client-sagemaker';
import type { MachineEvent, Step } from '../../../engine/engine.ts';
import { cutReason, failureReason } from '../training/failure-reason.ts';
import { processingJobEvent } from './batch-job-event.ts';
import type { ProcessingJob } from './processing-job-table.ts';
import {
  LOG_SIGNAL,
  type LogProgress,
  type ProcessingEffect,
  type ProcessingHost,
  type ProcessingRunResult,
  type ProcessingState,
} from './processing-state.ts';

type ProcessingStep = Step<ProcessingState, ProcessingEffect>;

/** SageMaker's bound on ExitMessage, in bytes. */
const MESSAGE_BYTES = 1024;

const changed = (
  state: ProcessingState,
  now: number,
  change: Partial<ProcessingJob>,
  rest: Omit<ProcessingStep, 'state' | 'events'> = {},
): ProcessingStep => {
  const next = { ...state, job: { ...state.job, ...change, LastModifiedTime: new Date(now) } };
  return { state: next, ...rest, events: [processingJobEvent(next.job)] };
};

const end = (
  state: ProcessingState,
  now: number,
  ProcessingJobStatus: ProcessingJobStatus,
  FailureReason?: string,
): ProcessingStep => {
  const message = exitMessage(state);
  return changed(
    state,
    now,
    {
      ProcessingJobStatus,
      ProcessingEndTime: new Date(now),
      ...(message !== undefined && { ExitMessage: message }),
      ...(FailureReason !== undefined && { FailureReason: cutReason(FailureReason) }),
    },
    { dueAt: null, effects: [{ type: 'clean' }] },
  );
};

/** Of several hosts one after the other; no half of a character stays where it is cut. */
const exitMessage = ({ hosts }: ProcessingState): string | undefined => {
  const text = Object.values(hosts)
    .map(({ message = '' }) => message)
    .join('');
  const cut = Buffer.from(text).subarray(0, MESSAGE_BYTES).toString();
  return cut.replace(/\ufffd+$/, '') || undefined;
};

const changeHost = (state: ProcessingState, host: string, change: Partial<ProcessingHost>): ProcessingState => ({
  ...state,
  hosts: { ...state.hosts, [host]: { ...state.hosts[host]!, ...change } },
});

/** Tells the containers to stop, once; before they run the step that is under way ends first. */
const halt = (state: ProcessingState, now: number, stopReason: 'requested' | 'max-runtime'): ProcessingStep => {
  const running = Object.values(state.hosts).some(({ ended }) => !ended);
  if (state.stopReason || !running) return { state };
  const started = state.job.ProcessingStartTime !== undefined;
  const effects: ProcessingEffect[] = started ? [{ type: 'stop' }] : [];
  return changed({ ...state, stopReason }, now, { ProcessingJobStatus: 'Stopping' }, { dueAt: null, effects });
};

/** A host that fails ends the others; after the last one the outputs go up, unless it failed or was stopped. */
const hostEnded = (
  state: ProcessingState,
  host: string,
  failure: string | undefined,
  message: string | undefined,
  now: number,
): ProcessingStep => {
  const ended = changeHost(state, host, { ended: true, ...(message !== undefined && { message }) });
  const failed = failure !== undefined && ended.stopReason === undefined;
  const next: ProcessingState = failed ? { ...ended, stopReason: 'failed', failureReason: failure } : ended;
  if (Object.values(next.hosts).some((each) => !each.ended)) {
    return { state: next, ...(failed && { dueAt: null, effects: [{ type: 'stop' }] }) };
  }
  if (next.failureReason !== undefined) return end(next, now, 'Failed', next.failureReason);
  if (next.stopReason) return end(next, now, 'Stopped');
  return { state: next, dueAt: null, effects: [{ type: 'upload' }] };
};

const failureOf = (result: ProcessingRunResult): string | undefined =>
  failureReason(result) ??
  (result.unreadableMessage ? 'ClientError: The exit message is not encoded in UTF-8.' : undefined);

const onDone = (
  state: ProcessingState,
  { effect, result }: Extract<MachineEvent<ProcessingEffect>, { type: 'done' }>,
  now: number,
): ProcessingStep => {
  switch (effect.type) {
    case 'prepare': {
      if (state.stopReason) return end(state, now, 'Stopped');
      const effects = Object.keys(state.hosts).map((host): ProcessingEffect => ({ type: 'run', host }));
      const dueAt = now + state.job.StoppingCondition!.MaxRuntimeInSeconds! * 1000;
      return changed(state, now, { ProcessingStartTime: new Date(now) }, { effects, dueAt });
    }
    case 'run': {
      const ended = result as ProcessingRunResult;
      return hostEnded(state, effect.host, failureOf(ended), ended.message, now);
    }
    case 'stop':
      return { state };
    case 'upload':
      return end(state, now, 'Completed');
    case 'clean':
      return { state, finished: true };
  }
};

const onFailed = (
  state: ProcessingState,
  { effect, error }: Extract<MachineEvent<ProcessingEffect>, { type: 'failed' }>,
  now: number,
): ProcessingStep => {
  const reason = `${error.code === 'ClientError' ? 'ClientError' : 'InternalServerError'}: ${error.message}`;
  switch (effect.type) {
    case 'clean':
      return { state, finished: true };
    case 'stop':
      return { state };
    case 'run':
      return hostEnded(state, effect.host, reason, undefined, now);
    case 'prepare':
      return state.stopReason ? end(state, now, 'Stopped') : end(state, now, 'Failed', reason);
    case 'upload':
      return end(state, now, 'Failed', reason);
  }
};

/** Pure: what a job becomes. */
export const advanceProcessingJob = (
  state: ProcessingState,
  event: MachineEvent<ProcessingEffect>,
  now: number,
): ProcessingStep => {
  switch (event.type) {
    case 'created':
      return { state, effects: [{ type: 'prepare' }], events: [processingJobEvent(state.job)] };
    case 'due':
      return halt(state, now, 'max-runtime');
    case 'signal': {
      if (event.name !== LOG_SIGNAL) return halt(state, now, 'requested');
      const { host, logOffset } = event.payload as LogProgress;
      return { state: changeHost(state, host, { logOffset }) };
    }
    case 'done':
      return onDone(state, event, now);
    case 'failed':
      return onFailed(state, event, now);
  }
};
