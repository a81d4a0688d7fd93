/** Moves of one fleet: made, launched, failed, retired. Pure; each answers with the endpoint's next state and what to do. */
import { createHash } from 'node:crypto';
import {
  containerIdOf,
  placeOf,
  type ContainerRecord,
  type EndpointEffect,
  type EndpointState,
  type Fleet,
  type FleetPlan,
  type Instance,
} from './endpoint-state.ts';

export interface Move {
  readonly state: EndpointState;
  readonly effects: readonly EndpointEffect[];
}

/** An instance that served for so long starts over at the shortest wait. */
const STEADY_MS = 60_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 60_000;

/** 250 ms, 1 s, 2 s, 4 s, … a minute. */
export const backoffMs = (failures: number): number =>
  failures <= 1 ? FIRST_WAIT_MS : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (failures - 2));

const instanceId = (...parts: readonly (string | number)[]): string =>
  `i-0${createHash('sha256').update(parts.join('/')).digest('hex').slice(0, 16)}`;

/** Adds a fleet that is to take over; its folders are made first. */
export const addFleet = (state: EndpointState, plan: FleetPlan, now: number): Move => {
  const id = Math.max(0, ...state.fleets.map((fleet) => fleet.id)) + 1;
  const instances = plan.variants.flatMap(({ name, instanceCount }) =>
    Array.from({ length: instanceCount }, (_, index): Instance => {
      const unique = instanceId(state.arn, state.created, now, id, name, index);
      return { id: unique, variant: name, attempt: 0, phase: 'new', failures: 0 };
    }),
  );
  const fleet: Fleet = { id, ...plan, duty: 'launching', started: now, preparing: true, instances };
  return { state: { ...state, fleets: [...state.fleets, fleet] }, effects: [{ type: 'prepare', fleet: id }] };
};

export const changeFleet = (state: EndpointState, id: number, change: Partial<Fleet>): EndpointState => ({
  ...state,
  fleets: state.fleets.map((fleet) => (fleet.id === id ? { ...fleet, ...change } : fleet)),
});

export const changeContainer = (state: EndpointState, id: string, change: Partial<ContainerRecord>): EndpointState => {
  const record = state.containers[id];
  return record ? { ...state, containers: { ...state.containers, [id]: { ...record, ...change } } } : state;
};

/** Starts the instance's next container. */
export const startContainer = (state: EndpointState, fleet: Fleet, instance: Instance, now: number): Move => {
  const { startupTimeoutMs } = fleet.variants.find(({ name }) => name === instance.variant)!;
  const attempt = instance.attempt + 1;
  const deadline = instance.deadline ?? now + startupTimeoutMs;
  const next: Instance = { ...instance, attempt, phase: 'starting', deadline, retryAt: undefined };
  const container = containerIdOf(next);
  const record: ContainerRecord = { fleet: fleet.id, instance: instance.id, variant: instance.variant, logOffset: 0 };
  const instances = fleet.instances.map((each) => (each.id === instance.id ? next : each));
  return {
    state: {
      ...changeFleet(state, fleet.id, { instances }),
      containers: { ...state.containers, [container]: record },
    },
    effects: [{ type: 'run', container }],
  };
};

/**
 * The instance's container is of no use any more: the next one starts after a while. A new fleet's deadline stays.
 * @param orderly it ended as one does that was told to, at the end of a plane: no failure
 */
export const waitForRetry = (
  state: EndpointState,
  fleet: Fleet,
  instance: Instance,
  now: number,
  orderly = false,
): EndpointState => {
  const steady = instance.healthySince !== undefined && now - instance.healthySince >= STEADY_MS;
  const failures = steady || orderly ? 1 : instance.failures + 1;
  const next: Instance = {
    ...instance,
    phase: 'waiting',
    failures,
    retryAt: now + backoffMs(failures),
    healthySince: undefined,
    deadline: fleet.duty === 'launching' ? instance.deadline : undefined,
  };
  return changeFleet(state, fleet.id, {
    instances: fleet.instances.map((each) => (each.id === instance.id ? next : each)),
  });
};

/** Tells a container to stop, once. */
export const stopContainer = (state: EndpointState, container: string): Move =>
  state.containers[container] && !state.containers[container].stopping
    ? { state: changeContainer(state, container, { stopping: true }), effects: [{ type: 'stop', container }] }
    : { state, effects: [] };

/** Takes a fleet out of use: it drains, its containers stop, its folders go. */
export const retireFleet = (state: EndpointState, id: number): Move => {
  let next = changeFleet(state, id, { duty: 'retiring' });
  const effects: EndpointEffect[] = [];
  for (const [container, { fleet }] of Object.entries(state.containers)) {
    if (fleet !== id) continue;
    const stopped = stopContainer(next, container);
    next = stopped.state;
    effects.push(...stopped.effects);
  }
  return { state: next, effects: [...effects, ...sweepIfEmpty(next, id)] };
};

/** The folders of a fleet that is retired go once nothing can use them any more. */
export const sweepIfEmpty = (state: EndpointState, id: number): EndpointEffect[] => {
  const fleet = state.fleets.find((each) => each.id === id);
  if (fleet?.duty !== 'retiring' || fleet.preparing) return [];
  const used = Object.values(state.containers).some((record) => record.fleet === id);
  return used ? [] : [{ type: 'sweep', fleet: id }];
};

/** Whether a container is the one that its instance counts on now. */
export const isCurrent = (state: EndpointState, containerId: string): boolean => {
  const place = placeOf(state, containerId);
  return place !== undefined && containerIdOf(place.instance) === containerId && !place.record.stopping;
};
