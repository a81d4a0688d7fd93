/** An endpoint's life as a machine: fleets come up, take over, are kept up, drain and go. */
import type { EndpointStatus } from '@aws-sdk/client-sagemaker';
import type { OutboxEvent } from '../../../engine/outbox.ts';
import type { EffectFailure, MachineEvent, Step } from '../../../engine/engine.ts';
import { endpointDeploymentEvent, endpointEvent } from './endpoint-event.ts';
import {
  addFleet,
  changeContainer,
  changeFleet,
  isCurrent,
  retireFleet,
  startContainer,
  stopContainer,
  sweepIfEmpty,
  waitForRetry,
  type Move,
} from './endpoint-fleet.ts';
import {
  fleetOf,
  placeOf,
  type EndpointEffect,
  type EndpointSignal,
  type EndpointState,
  type Fleet,
  type Instance,
} from './endpoint-state.ts';

type EndpointStep = Step<EndpointState, EndpointEffect>;

/** A new instance whose container ends so often before it answers a ping will not come up. */
const START_TRIES = 3;
/** What a shell answers when there is no such program, or none that can run. */
const CANNOT_START = new Set([125, 126, 127]);
const REASON_CHARACTERS = 1024;

const pingReason = (variant: string): string =>
  `The primary container for production variant ${variant} did not pass the ping health check. Please check CloudWatch logs for this endpoint.`;

const startReason = (variant: string, image: string): string =>
  `CannotStartContainerError. Please ensure the model container for variant ${variant} starts correctly when invoked with 'docker run ${image} serve'`;

const none = (state: EndpointState): Move => ({ state, effects: [] });

const and = (first: Move, next: (state: EndpointState) => Move): Move => {
  const second = next(first.state);
  return { state: second.state, effects: [...first.effects, ...second.effects] };
};

const withStatus = (state: EndpointState, status: EndpointStatus, now: number): EndpointState => ({
  ...state,
  status,
  modified: now,
});

/** All instances answer: the fleet takes over, and the one before it drains. */
const takeOver = (state: EndpointState, fleet: Fleet, now: number): Move => {
  const before = fleetOf(state, 'serving');
  const serving = {
    ...changeFleet(state, fleet.id, { duty: 'serving' }),
    configName: fleet.configName,
    modified: now,
  };
  return before ? retireFleet(serving, before.id) : none(withStatus(serving, 'InService', now));
};

const failFleet = (state: EndpointState, fleet: Fleet, reason: string, now: number): Move => {
  const failureReason = reason.slice(0, REASON_CHARACTERS);
  const status = state.status === 'Creating' ? 'Failed' : state.status;
  return retireFleet({ ...withStatus(state, status, now), failureReason }, fleet.id);
};

const exited = (state: EndpointState, container: string, code: number, now: number): Move => {
  const place = placeOf(state, container);
  if (!place || !isCurrent(state, container)) return none(state);
  const { fleet, instance, variant } = place;
  if (instance.phase !== 'starting' && instance.phase !== 'healthy') return none(state);
  if (fleet.duty === 'launching') {
    if (CANNOT_START.has(code)) return failFleet(state, fleet, startReason(variant.name, variant.image), now);
    if (instance.failures + 1 >= START_TRIES) return failFleet(state, fleet, pingReason(variant.name), now);
  }
  const orderly = instance.phase === 'healthy' && code === 0;
  return none(waitForRetry(state, fleet, instance, now, orderly));
};

const healthy = (state: EndpointState, container: string, now: number): Move => {
  const place = placeOf(state, container);
  if (!place || !isCurrent(state, container) || place.instance.phase !== 'starting') return none(state);
  const instance: Instance = { ...place.instance, phase: 'healthy', healthySince: now, deadline: undefined };
  const next = changeFleet(state, place.fleet.id, {
    instances: place.fleet.instances.map((each) => (each.id === instance.id ? instance : each)),
  });
  const fleet = next.fleets.find(({ id }) => id === place.fleet.id)!;
  const complete = fleet.duty === 'launching' && fleet.instances.every(({ phase }) => phase === 'healthy');
  return complete ? takeOver(next, fleet, now) : none(next);
};

/** What the clock brings to one instance of a fleet that launches or serves. */
const overdue = (state: EndpointState, fleet: Fleet, instance: Instance, now: number): Move => {
  if (instance.deadline !== undefined && instance.deadline <= now) {
    if (fleet.duty === 'launching') return failFleet(state, fleet, pingReason(instance.variant), now);
    const container = Object.keys(state.containers).find(
      (id) => isCurrent(state, id) && placeOf(state, id)!.instance.id === instance.id,
    );
    const waiting = waitForRetry(state, fleet, instance, now);
    return container === undefined ? none(waiting) : stopContainer(waiting, container);
  }
  if (instance.phase !== 'waiting' || instance.retryAt! > now) return none(state);
  return startContainer(state, fleet, instance, now);
};

const onDue = (state: EndpointState, now: number): Move => {
  let move = none(state);
  for (const { id: fleetId, instances } of state.fleets) {
    for (const { id } of instances) {
      const fleet = move.state.fleets.find((each) => each.id === fleetId)!;
      const instance = fleet.instances.find((each) => each.id === id)!;
      if (fleet.duty !== 'retiring') move = and(move, (next) => overdue(next, fleet, instance, now));
    }
  }
  return move;
};

const prepared = (state: EndpointState, id: number, now: number, error?: EffectFailure): Move => {
  const ready = changeFleet(state, id, { preparing: false });
  const fleet = ready.fleets.find((each) => each.id === id);
  if (!fleet) return none(ready);
  if (fleet.duty === 'retiring') return { state: ready, effects: sweepIfEmpty(ready, id) };
  if (error) return failFleet(ready, fleet, reasonOf(error), now);
  let move = none(ready);
  for (const { id: instance } of fleet.instances) {
    move = and(move, (next) => {
      const current = next.fleets.find((each) => each.id === id)!;
      return startContainer(
        next,
        current,
        current.instances.find((each) => each.id === instance)!,
        now,
      );
    });
  }
  return move;
};

const reasonOf = ({ code, message }: EffectFailure): string =>
  code === 'ClientError' ? message : `InternalServerError: ${message}`;

/** The container could not even be started: no image, no role. A new fleet fails by it; one that serves tries again. */
const notStarted = (state: EndpointState, container: string, error: EffectFailure, now: number): Move => {
  const place = placeOf(state, container);
  if (!place || !isCurrent(state, container)) return none(state);
  if (place.fleet.duty === 'launching') return failFleet(state, place.fleet, reasonOf(error), now);
  return none(waitForRetry(state, place.fleet, place.instance, now));
};

const cleaned = (state: EndpointState, container: string): Move => {
  const { [container]: record, ...containers } = state.containers;
  const next = { ...state, containers };
  return { state: next, effects: record ? sweepIfEmpty(next, record.fleet) : [] };
};

const swept = (state: EndpointState, fleet: number, now: number): Move => {
  const next = { ...state, fleets: state.fleets.filter(({ id }) => id !== fleet) };
  const settled = next.status === 'Updating' && next.fleets.every(({ duty }) => duty === 'serving');
  return none(settled ? withStatus(next, 'InService', now) : next);
};

const onEffect = (
  state: EndpointState,
  event: Extract<MachineEvent<EndpointEffect>, { type: 'done' | 'failed' }>,
  now: number,
): Move => {
  const { effect } = event;
  const error = event.type === 'failed' ? event.error : undefined;
  switch (effect.type) {
    case 'prepare':
      return prepared(state, effect.fleet, now, error);
    case 'run': {
      const move = error ? notStarted(state, effect.container, error, now) : none(state);
      return { state: move.state, effects: [...move.effects, { type: 'clean', container: effect.container }] };
    }
    case 'ping':
      return event.type === 'done' && event.result === true ? healthy(state, effect.container, now) : none(state);
    case 'stop':
      return none(state);
    case 'clean':
      return cleaned(state, effect.container);
    case 'sweep':
      return swept(state, effect.fleet, now);
  }
};

const onSignal = (state: EndpointState, signal: EndpointSignal, now: number): Move => {
  switch (signal.name) {
    case 'update':
      return addFleet({ ...withStatus(state, 'Updating', now), failureReason: undefined }, signal.payload, now);
    case 'delete': {
      let move = none(withStatus(state, 'Deleting', now));
      for (const { id, duty } of state.fleets) {
        if (duty !== 'retiring') move = and(move, (next) => retireFleet(next, id));
      }
      return move;
    }
    case 'port': {
      const { container, port } = signal.payload;
      return { state: changeContainer(state, container, { port }), effects: [{ type: 'ping', container }] };
    }
    case 'log':
      return none(changeContainer(state, signal.payload.container, { logOffset: signal.payload.offset }));
    case 'exited':
      return exited(state, signal.payload.container, signal.payload.code, now);
  }
};

const nextDue = (state: EndpointState): number | null => {
  const times = state.fleets
    .filter(({ duty }) => duty !== 'retiring')
    .flatMap(({ instances }) => instances.flatMap(({ deadline, retryAt }) => [deadline, retryAt]))
    .filter((time) => time !== undefined);
  return times.length === 0 ? null : Math.min(...times);
};

const eventsOf = (before: EndpointState, after: EndpointState, created: boolean): OutboxEvent[] => {
  const changed = created || before.status !== after.status;
  const deploying = after.status === 'Updating' && (changed || before.configName !== after.configName);
  return [...(changed ? [endpointEvent(after)] : []), ...(deploying ? [endpointDeploymentEvent(after)] : [])];
};

/** Pure: what an endpoint becomes. The state that it is created with has one fleet, just added. */
export const advanceEndpoint = (
  state: EndpointState,
  event: MachineEvent<EndpointEffect>,
  now: number,
): EndpointStep => {
  const move =
    event.type === 'created'
      ? { state, effects: state.fleets.map(({ id }): EndpointEffect => ({ type: 'prepare', fleet: id })) }
      : event.type === 'due'
        ? onDue(state, now)
        : event.type === 'signal'
          ? onSignal(state, event as unknown as EndpointSignal, now)
          : onEffect(state, event, now);
  return {
    state: move.state,
    effects: move.effects,
    dueAt: nextDue(move.state),
    events: eventsOf(state, move.state, event.type === 'created'),
    finished: move.state.status === 'Deleting' && move.state.fleets.length === 0,
  };
};
