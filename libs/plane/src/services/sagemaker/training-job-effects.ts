/** What a training job does to the world: fetches its channels, runs its container, uploads what that left. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EffectContext, MachineRef } from '../../engine/engine.ts';
import { refusalOfLiteralOptMl } from '../../jobs/literal-opt-ml.ts';
import { tailLog } from '../../jobs/log-tail.ts';
import { makeTrainingTree } from '../../jobs/opt-ml-tree.ts';
import type { ContainerSpec } from '../../jobs/supervisor.ts';
import type { Owner } from './arn.ts';
import { clientError } from './client-error.ts';
import { containerCredentials, jobPrincipal } from './job-principal.ts';
import { logStream } from './log-stream.ts';
import { metricsOf } from './metric-definitions.ts';
import { downloadChannel } from './training-channel.ts';
import { writeTrainingConfig } from './training-config.ts';
import type { LogProgress, RunResult, TrainingEffect, TrainingState } from './training-job-machine.ts';
import type { TrainingJob } from './training-job-table.ts';
import { uploadArchive } from './upload-archive.ts';

export const trainingMachineId = ({ accountId, region }: Owner, name: string): string =>
  `training-job/${accountId}/${region}/${name}`;

/** SageMaker's wait between SIGTERM and SIGKILL. */
const STOP_GRACE_MS = 120_000;
/** Between two looks for a container that is about to start. */
const STOP_LOOK_MS = 20;
const LOG_GROUP = '/aws/sagemaker/TrainingJobs';
const HOST = 'algo-1';
const FAILURE_CHARACTERS = 1024;

const containerId = ({ accountId, region }: MachineRef, job: TrainingJob): string =>
  `train-${accountId}-${region}-${job.TrainingJobName!}-${HOST}`;

const folderOf = ({ plane, ref }: EffectContext, job: TrainingJob): string =>
  join(plane.dir, 'training', ref.accountId, ref.region, job.TrainingJobName!);

export const performTrainingEffect = (effect: TrainingEffect, context: EffectContext): Promise<unknown> => {
  const state = context.plane.engine.state<TrainingState>(context.ref.id)!;
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
  const folder = folderOf(context, job);
  // What an attempt before a crash left is not trusted: the tree is made anew.
  await rm(folder, { recursive: true, force: true });
  const tree = await makeTrainingTree(folder);
  await writeTrainingConfig(tree.config, job, HOST);
  const caller = { principal: jobPrincipal(job.RoleArn!), region: context.ref.region };
  for (const channel of job.InputDataConfig ?? []) {
    await downloadChannel(context, caller, channel, join(tree.data, channel.ChannelName!), job.RoleArn!);
  }
};

const run = async (state: TrainingState, context: EffectContext): Promise<RunResult> => {
  const { job } = state;
  const { plane, ref, aborted } = context;
  const folder = folderOf(context, job);
  const known = await plane.supervisor.attach(containerId(ref, job));
  const container = known ?? (await plane.supervisor.start(await containerSpec(state, context, folder)));
  const stream = await logStream(
    context,
    LOG_GROUP,
    `${job.TrainingJobName!}/${HOST}-${Math.floor(job.CreationTime!.getTime() / 1000)}`,
  );
  const definitions = job.AlgorithmSpecification?.MetricDefinitions ?? [];
  await tailLog({
    file: container.logFile,
    offset: state.logOffset,
    ended: container.exited,
    aborted,
    onLines: async (lines, offset) => {
      await stream.put(lines);
      const progress: LogProgress = { logOffset: offset, metrics: metricsOf(definitions, lines, plane.clock.now()) };
      plane.store.transaction(() => plane.engine.signal(ref.id, 'log', progress));
    },
  });
  aborted.throwIfAborted();
  const { code } = await container.exited;
  const failure = await readFile(join(folder, 'output', 'failure'), 'utf8').catch(() => undefined);
  return { exitCode: code, ...(failure && { failure: failure.slice(0, FAILURE_CHARACTERS) }) };
};

const containerSpec = async (
  { job, creator }: TrainingState,
  context: EffectContext,
  folder: string,
): Promise<ContainerSpec> => {
  const { plane, ref } = context;
  const algorithm = job.AlgorithmSpecification!;
  const runtime = plane.images.resolve(algorithm.TrainingImage!);
  if (!runtime?.argv.train) {
    throw clientError(
      `Cannot run image ${algorithm.TrainingImage!}: the plane has no runtime that trains for it. Use one of the images that \`gradus status\` lists.`,
    );
  }
  if (!(await plane.supervisor.isolated())) await refuseLiteralOptMl(algorithm.ContainerEntrypoint ?? []);
  return {
    id: containerId(ref, job),
    role: 'train',
    runtime,
    optMl: folder,
    hostname: HOST,
    env: {
      ...job.Environment,
      TRAINING_JOB_NAME: job.TrainingJobName!,
      TRAINING_JOB_ARN: job.TrainingJobArn!,
      ...(await containerCredentials(context, creator, job.RoleArn!)),
    },
    ...(algorithm.ContainerEntrypoint && { entrypoint: algorithm.ContainerEntrypoint }),
    ...(algorithm.ContainerArguments && { args: algorithm.ContainerArguments }),
  };
};

/** Without namespaces a program that spells `/opt/ml` out would look at this machine's own. */
const refuseLiteralOptMl = async (program: readonly string[]): Promise<void> => {
  const files: Record<string, string> = {};
  for (const file of program.filter((word) => word.startsWith('/'))) {
    const source = await readFile(file, 'utf8').catch(() => undefined);
    if (source !== undefined) files[file] = source;
  }
  const refusal = refusalOfLiteralOptMl(files);
  if (refusal) throw clientError(refusal);
};

const stop = async ({ job }: TrainingState, { plane, ref, aborted }: EffectContext): Promise<void> => {
  const id = containerId(ref, job);
  while (!aborted.aborted) {
    const container = await plane.supervisor.attach(id);
    if (container) return void (await container.stop(STOP_GRACE_MS));
    // The job is in Training, so its container is about to start, unless starting it has failed.
    const state = plane.engine.state<TrainingState>(ref.id);
    if (!state || state.job.SecondaryStatus === 'Uploading') return;
    await delay(STOP_LOOK_MS);
  }
};

const upload = async (
  { job }: TrainingState,
  context: EffectContext,
  succeeded: boolean,
): Promise<Partial<TrainingJob>> => {
  const folder = folderOf(context, job);
  const base = `${job.OutputDataConfig!.S3OutputPath!.replace(/\/+$/, '')}/${job.TrainingJobName!}/output`;
  const caller = { principal: jobPrincipal(job.RoleArn!), region: context.ref.region };
  const temporary = join(folder, 'upload');
  await uploadArchive(context, caller, join(folder, 'output', 'data'), temporary, `${base}/output.tar.gz`);
  if (!succeeded) return {};
  const uri = `${base}/model.tar.gz`;
  await uploadArchive(context, caller, join(folder, 'model'), temporary, uri, { evenEmpty: true });
  return { ModelArtifacts: { S3ModelArtifacts: uri } };
};

const clean = async ({ job }: TrainingState, context: EffectContext): Promise<void> => {
  const container = await context.plane.supervisor.attach(containerId(context.ref, job));
  if (container) await context.plane.supervisor.remove(container.id);
  await rm(folderOf(context, job), { recursive: true, force: true });
};
