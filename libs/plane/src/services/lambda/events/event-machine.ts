/**
 * An event that was taken for later, as a machine: tried three times in all, and again as long as it is throttled.
 * @source docs - invocation-async-error-handling: one minute, then two; throttles up to six hours, from 1 s to 5 min
 */
import type { EffectContext, Machine, MachineEvent, Step } from '../../../engine/engine.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { invocationTarget } from '../invocation-target.ts';
import { lambdaRuntime } from '../lambda-runtime.ts';
import { runTarget } from '../run-target.ts';
import { deleteEvent, findEvent } from './event-table.ts';

interface State {
  readonly event: number;
  /** Service time in milliseconds. */
  readonly received: number;
  readonly failures: number;
  readonly throttles: number;
  readonly over?: true;
}

type Effect = { readonly type: 'run' } | { readonly type: 'drop' };

type Outcome = 'done' | 'failed' | 'throttled';

const RETRY_MS = [60_000, 120_000];
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 300_000;
const LONGEST_AGE_MS = 6 * 3_600_000;

const run: readonly Effect[] = [{ type: 'run' }];

const dropped = (state: State): Step<State, Effect> => ({ state, effects: [{ type: 'drop' }] });

const afterOutcome = (state: State, outcome: Outcome, now: number): Step<State, Effect> => {
  if (outcome === 'done') return { state: { ...state, over: true }, finished: true };
  if (outcome === 'failed') {
    const wait = RETRY_MS[state.failures];
    const failed = { ...state, failures: state.failures + 1 };
    return wait === undefined ? dropped(failed) : { state: failed, dueAt: now + wait };
  }
  const dueAt = now + Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** state.throttles);
  if (dueAt > state.received + LONGEST_AGE_MS) return dropped(state);
  return { state: { ...state, throttles: state.throttles + 1 }, dueAt };
};

const advance = (state: State, event: MachineEvent<Effect>, now: number): Step<State, Effect> => {
  switch (event.type) {
    case 'created':
      return { state, effects: run };
    case 'due':
      return { state, dueAt: null, effects: run };
    case 'done':
      return event.effect.type === 'drop'
        ? { state: { ...state, over: true }, finished: true }
        : afterOutcome(state, event.result as Outcome, now);
    case 'failed':
      return afterOutcome(state, 'throttled', now);
    case 'signal':
      return { state };
  }
};

const perform = async (effect: Effect, { plane, ref, aborted }: EffectContext): Promise<Outcome> => {
  const state = plane.engine.state<State>(ref.id);
  const event = state && findEvent(plane.store, state.event);
  if (!event) return 'done';
  const { accountId, region } = ref;
  const { metrics } = lambdaRuntime(plane);
  const named = { name: event.name, ...(event.qualifier !== null && { qualifier: event.qualifier }) };
  const { name: functionName, ...qualified } = named;
  if (effect.type === 'drop') {
    metrics.add({ accountId, region, functionName, ...qualified }, { AsyncEventsDropped: 1 });
    return 'done';
  }
  try {
    const target = invocationTarget({ accountId, region, plane }, named);
    const clientContext = event.client_context === null ? undefined : (JSON.parse(event.client_context) as unknown);
    const invoked = runTarget(target, {
      ...{ plane, id: event.request, payload: event.payload, ...qualified },
      ...(clientContext !== undefined && { clientContext }),
    });
    const { failed } = await orAborted(invoked, aborted);
    return failed ? 'failed' : 'done';
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return 'throttled';
  }
};

/** The environments end with the plane: the next one tries the event again. */
const orAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

export const eventMachine: Machine<State, Effect> = {
  kind: 'lambda:event',
  advance,
  perform,
  project: (store, _, { event, over }) => {
    if (over) deleteEvent(store, event);
  },
};
