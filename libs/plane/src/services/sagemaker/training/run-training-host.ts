/** Runs the container of one host, or goes on with it after a restart of the plane, until it has ended. */
import { setTimeout as delay } from 'node:timers/promises';
import type { EffectContext } from '../../../engine/engine.ts';
import { tailLog } from '../../../jobs/log-tail.ts';
import type { Container } from '../../../jobs/supervisor.ts';
import { logStream } from '../log-stream.ts';
import { syncCheckpoints } from './checkpoints.ts';
import { lastOf, metricsOf } from './metric-definitions.ts';
import { publishMetrics } from './publish-metrics.ts';
import { recordMetrics } from './record-metrics.ts';
import { readFailure, trainingContainer } from './training-container.ts';
import { hostFolder, trainingContainerId } from './training-folders.ts';
import { LOG_SIGNAL, type LogProgress, type RunResult, type TrainingState } from './training-state.ts';
import { attemptStart } from './training-times.ts';

/** Until a full disk is tried again: the log waits in its file. */
const DISK_RETRY_MS = 1000;
/** Between two looks at a host's checkpoints. */
const SYNC_MS = 1000;
const LOG_GROUP = '/aws/sagemaker/TrainingJobs';

/** @throws AwsError ClientError when the container cannot be made, or its checkpoints cannot be kept */
export const runTrainingHost = async (
  state: TrainingState,
  context: EffectContext,
  host: string,
): Promise<RunResult> => {
  const { job } = state;
  const { plane, aborted } = context;
  const folder = hostFolder(context, job, host);
  const known = await plane.supervisor.attach(trainingContainerId(context, state, host));
  const container = known ?? (await plane.supervisor.start(await trainingContainer(state, context, host, folder)));
  const syncing = job.CheckpointConfig && keepCheckpoints(state, context, host, container);
  await Promise.all([deliverLog(state, context, host, container), syncing]);
  aborted.throwIfAborted();
  const { code, reason } = await container.exited;
  if (job.CheckpointConfig) await syncCheckpoints(context, job, host);
  const failure = await readFailure(folder);
  return { exitCode: code, ...(reason !== undefined && { reason }), ...(failure !== undefined && { failure }) };
};

const deliverLog = async (
  { job, hosts }: TrainingState,
  context: EffectContext,
  host: string,
  container: Container,
): Promise<void> => {
  const { plane, ref, aborted } = context;
  const epoch = Math.floor(attemptStart(job) / 1000);
  const stream = await logStream(context, LOG_GROUP, `${job.TrainingJobName!}/${host}-${epoch}`, job.RoleArn);
  const definitions = job.AlgorithmSpecification?.MetricDefinitions ?? [];
  /** Lines, metrics and progress commit together: after a crash none is missing and none comes twice. */
  const deliver = async (lines: string[], logOffset: number): Promise<void> => {
    const points = metricsOf(definitions, lines, plane.clock.now());
    const progress: LogProgress = { host, logOffset, metrics: lastOf(points) };
    const record = async (): Promise<unknown> =>
      plane.store.transaction(() => {
        recordMetrics(plane.store, ref, job, points);
        return plane.engine.signal(ref.id, LOG_SIGNAL, progress);
      });
    await Promise.all([stream.put(lines), publishMetrics(context, job, points), record()]);
  };
  await tailLog({
    file: container.logFile,
    offset: hosts[host]!.logOffset,
    ended: container.exited,
    aborted,
    onLines: (lines, offset) => untilDiskTakes(() => deliver(lines, offset), aborted),
  });
};

const untilDiskTakes = async (write: () => Promise<void>, aborted: AbortSignal): Promise<void> => {
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      if (!String((error as { code?: unknown }).code).startsWith('SQLITE_')) throw error;
      await delay(DISK_RETRY_MS, undefined, { signal: aborted });
    }
  }
};

/** Looks while the container runs; a look that fails is made again, the last one by the caller. */
const keepCheckpoints = async (
  { job }: TrainingState,
  context: EffectContext,
  host: string,
  container: Container,
): Promise<void> => {
  const over = new AbortController();
  const end = (): void => over.abort();
  container.exited.then(end, end);
  const signal = AbortSignal.any([over.signal, context.aborted]);
  while (!signal.aborted) {
    await syncCheckpoints(context, job, host).catch(() => undefined);
    await delay(SYNC_MS, undefined, { signal }).catch(() => undefined);
  }
};
