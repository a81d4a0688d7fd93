/** What a training job does to the world: fetches its channels, runs its container, uploads what that left. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EffectContext } from '../../../engine/engine.ts';
import { tailLog } from '../../../jobs/log-tail.ts';
import { makeTrainingTree } from '../../../jobs/opt-ml-tree.ts';
import {
  LOG_SIGNAL,
  type LogProgress,
  type RunResult,
  type TrainingEffect,
  type TrainingState,
} from './advance-training-job.ts';
import type { Owner } from '../arn.ts';
import { jobPrincipal } from '../job-principal.ts';
import { logStream } from '../log-stream.ts';
import { metricsOf } from './metric-definitions.ts';
import { artifactUris } from './training-artifacts.ts';
import { downloadChannel } from './training-channel.ts';
import { writeTrainingConfig } from './training-config.ts';
import { HOST, readFailure, trainingContainer, trainingContainerId, trainingRuntime } from './training-container.ts';
import type { TrainingJob } from './training-job-table.ts';
import { uploadArchive } from '../upload-archive.ts';

export const trainingMachineId = ({ accountId, region }: Owner, name: string): string =>
  `training-job/${accountId}/${region}/${name}`;

/** SageMaker's wait between SIGTERM and SIGKILL. */
const STOP_GRACE_MS = 120_000;
/** Between two looks for a container that is about to start. */
const STOP_LOOK_MS = 20;
/** Until a full disk is tried again: the log waits in its file. */
const DISK_RETRY_MS = 1000;
const LOG_GROUP = '/aws/sagemaker/TrainingJobs';

const folderOf = ({ plane, ref }: EffectContext, job: TrainingJob): string =>
  join(plane.dir, 'training', ref.accountId, ref.region, job.TrainingJobName!);

/** Beside what the container sees as `/opt/ml`, out of its reach; a job's name has no dot. */
const archiveFolder = (folder: string): string => `${folder}.archive`;

const stateOf = ({ plane, ref }: EffectContext): TrainingState | undefined => plane.engine.state<TrainingState>(ref.id);

export const performTrainingEffect = (effect: TrainingEffect, context: EffectContext): Promise<unknown> => {
  const state = stateOf(context)!;
  switch (effect.type) {
    case 'download':
      return download(state, context);
    case 'run':
      return run(state, context);
    case 'stop':
      return stop(state, context);
    case 'upload':
      return upload(state, context, effect.succeeded);
    case 'clean':
      return clean(state, context);
  }
};

const download = async ({ job }: TrainingState, context: EffectContext): Promise<void> => {
  trainingRuntime(job, context.plane);
  const folder = folderOf(context, job);
  // What an attempt before a crash left is not trusted: the tree is made anew.
  await rm(folder, { recursive: true, force: true });
  const tree = await makeTrainingTree(folder);
  await writeTrainingConfig(tree.config, job, HOST);
  const caller = { principal: jobPrincipal(job.RoleArn!), region: context.ref.region };
  for (const channel of job.InputDataConfig ?? []) {
    if (stateOf(context)?.stopReason) return; // the job ends without it
    await downloadChannel(context, caller, channel, join(tree.data, channel.ChannelName!), job.RoleArn!);
  }
};

const run = async (state: TrainingState, context: EffectContext): Promise<RunResult> => {
  const { job } = state;
  const { plane, ref, aborted } = context;
  const folder = folderOf(context, job);
  const known = await plane.supervisor.attach(trainingContainerId(ref, job));
  const container = known ?? (await plane.supervisor.start(await trainingContainer(state, context, folder)));
  const epoch = Math.floor(job.CreationTime!.getTime() / 1000);
  const stream = await logStream(context, LOG_GROUP, `${job.TrainingJobName!}/${HOST}-${epoch}`, job.RoleArn);
  const definitions = job.AlgorithmSpecification?.MetricDefinitions ?? [];
  /** Lines and progress commit together: after a crash no line is missing and none comes twice. */
  const deliver = async (lines: string[], logOffset: number): Promise<void> => {
    const progress: LogProgress = { logOffset, metrics: metricsOf(definitions, lines, plane.clock.now()) };
    const record = async (): Promise<unknown> =>
      plane.store.transaction(() => plane.engine.signal(ref.id, LOG_SIGNAL, progress));
    await Promise.all([stream.put(lines), record()]);
  };
  await tailLog({
    file: container.logFile,
    offset: state.logOffset,
    ended: container.exited,
    aborted,
    onLines: (lines, offset) => untilDiskTakes(() => deliver(lines, offset), aborted),
  });
  aborted.throwIfAborted();
  const { code } = await container.exited;
  const failure = await readFailure(folder);
  return { exitCode: code, ...(failure !== undefined && { failure }) };
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

const stop = async ({ job }: TrainingState, context: EffectContext): Promise<void> => {
  const { plane, ref, aborted } = context;
  const id = trainingContainerId(ref, job);
  while (!aborted.aborted) {
    const container = await plane.supervisor.attach(id);
    if (container) {
      aborted.throwIfAborted();
      // A plane that closes does not wait: the next one asks the container again.
      await Promise.race([container.stop(STOP_GRACE_MS), once(aborted, 'abort')]);
      return;
    }
    // The job is in Training, so its container is about to start, unless starting it has failed.
    const status = stateOf(context)?.job.TrainingJobStatus;
    if (status !== 'InProgress' && status !== 'Stopping') return;
    await delay(STOP_LOOK_MS);
  }
};

const upload = async ({ job }: TrainingState, context: EffectContext, succeeded: boolean): Promise<void> => {
  const folder = folderOf(context, job);
  const uris = artifactUris(job);
  const caller = { principal: jobPrincipal(job.RoleArn!), region: context.ref.region };
  const temporary = archiveFolder(folder);
  await uploadArchive(context, caller, join(folder, 'output', 'data'), temporary, uris.output);
  if (succeeded) {
    await uploadArchive(context, caller, join(folder, 'model'), temporary, uris.model, { evenEmpty: true });
  }
};

const clean = async ({ job }: TrainingState, context: EffectContext): Promise<void> => {
  const container = await context.plane.supervisor.attach(trainingContainerId(context.ref, job));
  if (container) {
    await container.stop(0); // a job that fails for another reason than its container's end leaves that running
    await context.plane.supervisor.remove(container.id);
  }
  const folder = folderOf(context, job);
  for (const each of [folder, archiveFolder(folder)]) await rm(each, { recursive: true, force: true });
};
