/** Runs one instance of a transform job, or goes on with it after a restart of the plane: container, health, objects. */
import { setTimeout as delay } from 'node:timers/promises';
import { endpointRoutes } from '../../../endpoints/endpoint-routes.ts';
import { ping } from '../../../endpoints/ping.ts';
import type { EffectContext } from '../../../engine/engine.ts';
import type { Container, ContainerExit } from '../../../jobs/supervisor.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { logStream } from '../log-stream.ts';
import { failureReason } from '../training/failure-reason.ts';
import { followLog } from './follow-log.ts';
import { readShard, transformFolder } from './transform-folder.ts';
import { ALGORITHM_ERROR } from './transform-failure.ts';
import {
  instanceName,
  reservePort,
  transformContainer,
  transformContainerId,
  TRANSFORM_LOG_GROUP,
} from './transform-container.ts';
import { transformShard } from './transform-shard.ts';
import {
  isStopping,
  LOG_SIGNAL,
  type HostSignal,
  type TransformRunResult,
  type TransformState,
} from './transform-state.ts';

/** SageMaker's wait between SIGTERM and SIGKILL, and for a healthy container. */
export const STOP_GRACE_MS = 30_000;
const STARTUP_MS = 240_000;
const PING_MS = 50;

/** Resolves when the container has ended and its log is delivered. */
export const runTransformHost = async (
  state: TransformState,
  host: number,
  context: EffectContext,
): Promise<TransformRunResult> => {
  const { plane, ref, aborted } = context;
  const folder = transformFolder(context, state.job);
  if ((await readShard(folder, host)).length === 0) return {};
  const known = await plane.supervisor.attach(transformContainerId(ref, state.job, host));
  if (!known && isStopping(context)) return {};
  const before = state.hosts[host]!.port;
  const port = before ?? (await reservePort(host, context));
  endpointRoutes(plane.store).keepPort(port);
  const container = known ?? (await plane.supervisor.start(await transformContainer(state, host, port, context)));
  const logged = deliverLog(state, host, container, context);
  logged.catch(() => undefined);
  const result = await useContainer(state, host, port, container, context);
  aborted.throwIfAborted();
  await container.stop(STOP_GRACE_MS);
  await logged;
  aborted.throwIfAborted();
  return result;
};

/** The container's end, and the plane's, end what is asked of it. */
const useContainer = async (
  state: TransformState,
  host: number,
  port: number,
  container: Container,
  context: EffectContext,
): Promise<TransformRunResult> => {
  const over = new AbortController();
  let exit: ContainerExit | undefined;
  const ended = (how: ContainerExit): void => {
    exit = how;
    over.abort();
  };
  container.exited.then(ended, () => over.abort());
  const signal = AbortSignal.any([context.aborted, over.signal]);
  try {
    await untilHealthy(port, state.job.TransformStartTime!.getTime(), { ...context, aborted: signal });
    return await transformShard(state, host, port, { ...context, aborted: signal });
  } catch (error) {
    context.aborted.throwIfAborted();
    if (isStopping(context)) return {};
    if (!exit) throw error;
    return { failureReason: reasonOf(exit) };
  }
};

/** Limits and faults of the machine have texts of their own; why else it ended its log tells. */
const reasonOf = ({ code, reason }: ContainerExit): string =>
  reason === undefined && code !== -1
    ? ALGORITHM_ERROR
    : failureReason({ exitCode: code, ...(reason !== undefined && { reason }) })!;

/** @throws AwsError AlgorithmError when its time is over */
const untilHealthy = async (port: number, since: number, context: EffectContext): Promise<void> => {
  while (!(await ping(port, context.aborted))) {
    context.aborted.throwIfAborted();
    if (isStopping(context)) throw new Error('the job stops');
    if (context.plane.clock.now() > since + STARTUP_MS) {
      throw new AwsError('AlgorithmError', 400, 'The container did not pass the ping health check.');
    }
    await delay(PING_MS, undefined, { signal: context.aborted });
  }
};

const deliverLog = async (
  { job, hosts, model }: TransformState,
  host: number,
  container: Container,
  context: EffectContext,
): Promise<void> => {
  const { plane, ref } = context;
  const name = `${job.TransformJobName!}/${instanceName(job, host)}`;
  const stream = await logStream(context, TRANSFORM_LOG_GROUP, name, model.roleArn);
  await followLog(context, container, stream, hosts[host]!.logOffset, (logOffset) => {
    const payload: HostSignal = { host, logOffset };
    plane.engine.signal(ref.id, LOG_SIGNAL, payload);
  });
};
