/** What an endpoint does to the world: unpacks its models, runs its containers, pings, drains and stops them. */
import { rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endpointRoutes } from '../../../endpoints/endpoint-routes.ts';
import { ping } from '../../../endpoints/ping.ts';
import type { EffectContext, Machine } from '../../../engine/engine.ts';
import { makeServingTree } from '../../../jobs/opt-ml-tree.ts';
import { isCurrent } from './endpoint-fleet.ts';
import { advanceEndpoint } from './endpoint-machine.ts';
import { projectEndpoint } from './endpoint-projection.ts';
import { runEndpointContainer } from './run-endpoint-container.ts';
import { placeOf, type EndpointEffect, type EndpointState } from './endpoint-state.ts';
import { jobPrincipal } from '../job-principal.ts';
import { unpackModel } from '../models/model-archive.ts';

/** SageMaker's wait between SIGTERM and SIGKILL. */
const STOP_GRACE_MS = 30_000;
/** Between two pings, and two looks for a container that is about to start. */
const PING_MS = 50;
const STOP_LOOK_MS = 20;

const stateOf = ({ plane, ref }: EffectContext): EndpointState | undefined => plane.engine.state<EndpointState>(ref.id);

/** All that lies on disk of one fleet. */
const fleetFolder = ({ plane, ref }: EffectContext, { name }: EndpointState, fleet: number): string =>
  join(plane.dir, 'endpoints', ref.accountId, ref.region, name, String(fleet));

const perform = async (effect: EndpointEffect, context: EffectContext): Promise<unknown> => {
  const state = stateOf(context)!;
  switch (effect.type) {
    case 'prepare':
      return prepare(state, effect.fleet, context);
    case 'run': {
      const place = placeOf(state, effect.container);
      if (!place) return undefined;
      const optMl = join(fleetFolder(context, state, place.fleet.id), place.variant.name, 'ml');
      return runEndpointContainer({ container: effect.container, state, place, optMl }, context);
    }
    case 'ping':
      return untilHealthy(effect.container, context);
    case 'stop':
      return stop(effect.container, context);
    case 'clean':
      return clean(state, effect.container, context);
    case 'sweep':
      return sweep(fleetFolder(context, state, effect.fleet));
  }
};

/** The instances of a variant share one `/opt/ml`. */
const prepare = async (state: EndpointState, id: number, context: EffectContext): Promise<void> => {
  const fleet = state.fleets.find((each) => each.id === id);
  if (!fleet) return;
  const folder = fleetFolder(context, state, id);
  // What an attempt before a crash left is not trusted: the folders are made anew.
  await rm(folder, { recursive: true, force: true });
  for (const { name, modelDataUri, roleArn } of fleet.variants) {
    context.aborted.throwIfAborted();
    const { model } = await makeServingTree(join(folder, name, 'ml'));
    const principal = roleArn === undefined ? state.creator : jobPrincipal(roleArn);
    const caller = { principal, region: context.ref.region };
    if (modelDataUri === undefined) continue;
    await unpackModel(context.plane, caller, modelDataUri, join(folder, name, 'model.tar.gz'), model);
  }
};

/** Resolves with true once the container answers a ping; with false when it is not wanted any more. */
const untilHealthy = async (container: string, context: EffectContext): Promise<boolean> => {
  for (;;) {
    const state = stateOf(context);
    const place = state && placeOf(state, container);
    if (!place || !isCurrent(state, container) || place.instance.phase !== 'starting') return false;
    if (await ping(place.record.port!, context.aborted)) return true;
    await delay(PING_MS, undefined, { signal: context.aborted });
  }
};

/** The routes do not name the container any more: what it was asked before ends first, within an invocation's time. */
const stop = async (id: string, context: EffectContext): Promise<void> => {
  const { plane, aborted } = context;
  await abortable(endpointRoutes(plane.store).drained(id), aborted);
  for (;;) {
    const container = await plane.supervisor.attach(id);
    if (container) {
      await abortable(container.stop(STOP_GRACE_MS), aborted);
      return;
    }
    // It is about to start, unless that has failed; then its record goes.
    if (!stateOf(context)?.containers[id]) return;
    await delay(STOP_LOOK_MS, undefined, { signal: aborted });
  }
};

const clean = async (state: EndpointState, id: string, { plane }: EffectContext): Promise<void> => {
  const port = state.containers[id]?.port;
  if (port !== undefined) endpointRoutes(plane.store).releasePort(port);
  // Following its log may have failed for another reason than its end.
  await (await plane.supervisor.attach(id))?.stop(0);
  await plane.supervisor.remove(id);
};

/** Removes a fleet's folder, and the endpoint's with the last one. */
const sweep = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  await rmdir(dirname(folder)).catch((error: unknown) => {
    if (!['ENOTEMPTY', 'ENOENT'].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  });
};

/** @throws the signal's reason when it is aborted first */
const abortable = async <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  signal.throwIfAborted();
  let stopListening = (): void => undefined;
  const abort = new Promise<never>((_, reject) => {
    const listener = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', listener, { once: true });
    stopListening = () => signal.removeEventListener('abort', listener);
  });
  try {
    return await Promise.race([promise, abort]);
  } finally {
    stopListening();
  }
};

export const endpointMachine: Machine<EndpointState, EndpointEffect> = {
  kind: 'sagemaker:endpoint',
  advance: advanceEndpoint,
  perform,
  project: projectEndpoint,
};
