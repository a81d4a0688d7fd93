/** Runs one container of an endpoint, or goes on with it after a restart of the plane, until it has ended. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { endpointRoutes } from '../../../endpoints/endpoint-routes.ts';
import type { EffectContext } from '../../../engine/engine.ts';
import { tailLog } from '../../../jobs/log-tail.ts';
import type { Container, ContainerSpec } from '../../../jobs/supervisor.ts';
import { clientError } from '../client-error.ts';
import type { EndpointSignal, EndpointState, placeOf } from './endpoint-state.ts';
import { containerCredentials } from '../job-principal.ts';
import { logStream, type LogStream } from '../log-stream.ts';

/** Between two attempts to deliver log lines that the logs service refused. */
const DELIVERY_RETRY_MS = 1_000;
/** How often lines of a container that has ended are tried before they are given up. */
const LAST_DELIVERIES = 10;

export interface EndpointContainer {
  readonly container: string;
  readonly state: EndpointState;
  readonly place: NonNullable<ReturnType<typeof placeOf>>;
  readonly optMl: string;
}

const signal = ({ plane, ref }: EffectContext, { name, payload }: EndpointSignal): void => {
  plane.store.transaction(() => plane.engine.signal(ref.id, name, payload));
};

/** Resolves when the container has ended and its log is delivered; tells the machine of its port and its end before. */
export const runEndpointContainer = async (of: EndpointContainer, context: EffectContext): Promise<void> => {
  const { container: id, place } = of;
  const { plane, aborted } = context;
  let container = await plane.supervisor.attach(id);
  if (!container) {
    if (place.record.stopping) return;
    const spec = await specOf(of, context);
    container = await plane.supervisor.start(spec);
  }
  aborted.throwIfAborted();
  const exited = container.exited.then(({ code }) => {
    if (!aborted.aborted) signal(context, { name: 'exited', payload: { container: id, code } });
  });
  await Promise.race([Promise.all([exited, deliverLog(of, container, context)]), once(aborted, 'abort')]);
  aborted.throwIfAborted();
};

const specOf = async (
  { container: id, state, place, optMl }: EndpointContainer,
  context: EffectContext,
): Promise<ContainerSpec> => {
  const { plane } = context;
  const { image, environment, roleArn, containerName } = place.variant;
  const runtime = plane.images.resolve(image);
  if (!runtime?.argv.serve) {
    const what = runtime ? `${runtime.name} has no command for "serve"` : 'the plane has no runtime for it';
    throw clientError(
      `Cannot run image ${image}: ${what}. Name an image that serves among those that the plane was started with.`,
    );
  }
  const credentials = await containerCredentials(context, state.creator, roleArn);
  const port = place.record.port ?? (await reservePort(id, context));
  return {
    id,
    role: 'serve',
    runtime,
    optMl,
    hostname: containerName === 'primary' ? 'model.aws.local' : containerName,
    env: { ...environment, ...credentials, SAGEMAKER_BIND_TO_PORT: String(port) },
    limits: plane.instanceLimits(place.variant.instanceType),
  };
};

/** On record before the container starts: a plane that ends in between finds the container by it. */
const reservePort = async (container: string, context: EffectContext): Promise<number> => {
  const { store } = context.plane;
  const port = await endpointRoutes(store).reservePort();
  signal(context, { name: 'port', payload: { container, port } });
  await store.committed();
  return port;
};

const deliverLog = async (
  { container: id, state, place }: EndpointContainer,
  container: Container,
  context: EffectContext,
): Promise<void> => {
  const { aborted } = context;
  const names = [`/aws/sagemaker/Endpoints/${state.name}`, `${place.variant.name}/${place.instance.id}`] as const;
  let ended = false;
  const end = (): void => void (ended = true);
  container.exited.then(end, end);
  let stream: LogStream | undefined;
  const deliver = async (lines: readonly string[], offset: number): Promise<void> => {
    stream ??= await logStream(context, ...names, place.variant.roleArn);
    // In one turn: lines and offset commit together, so that after a crash no line is missing and none comes twice.
    const record = async (): Promise<void> => signal(context, { name: 'log', payload: { container: id, offset } });
    await Promise.all([stream.put(lines), record()]);
  };
  await tailLog({
    file: container.logFile,
    offset: place.record.logOffset,
    ended: container.exited,
    aborted,
    onLines: async (lines, offset) => {
      for (let late = 0; late < LAST_DELIVERIES; late += ended ? 1 : 0) {
        try {
          await deliver(lines, offset);
          return;
        } catch {
          // A full disk, say. An endpoint serves on without its log.
          await delay(DELIVERY_RETRY_MS, undefined, { signal: aborted });
        }
      }
    },
  });
};
