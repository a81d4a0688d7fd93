/** The container of a training job: which program runs, with what environment, and what it says when it fails. */
import { open, readFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import type { EffectContext } from '../../../engine/engine.ts';
import type { Runtime } from '../../../jobs/images.ts';
import { jobNetwork } from '../../../jobs/job-network.ts';
import { refusalOfLiteralOptMl } from '../../../jobs/literal-opt-ml.ts';
import type { ContainerSpec } from '../../../jobs/supervisor.ts';
import type { PlaneServices } from '../../../service.ts';
import { clientError } from '../client-error.ts';
import { containerCredentials } from '../job-principal.ts';
import { inputModeOf, reachesHost } from './channel-source.ts';
import { pipeFolder, START_FOLDER, writeHostStart } from './host-start.ts';
import { trainingContainerId } from './training-folders.ts';
import { groupOf, hostsOf } from './training-hosts.ts';
import type { TrainingJob } from './training-job-table.ts';
import type { TrainingState } from './training-state.ts';

/** @throws AwsError ClientError for an image that nothing on this machine stands for, or that does not train */
export const trainingRuntime = (job: TrainingJob, plane: PlaneServices): Runtime => {
  const image = job.AlgorithmSpecification!.TrainingImage!;
  const runtime = plane.images.resolve(image);
  if (runtime?.argv.train) return runtime;
  const what = runtime ? `${runtime.name} has no command for "train"` : 'the plane has no runtime for it';
  throw clientError(
    `Cannot run image ${image}: ${what}. Name an image that trains among those that the plane was started with.`,
  );
};

/**
 * With EnableNetworkIsolation the container gets neither credentials nor a network.
 *
 * @param folder stands for the host's `/opt/ml`
 * @throws AwsError ClientError
 */
export const trainingContainer = async (
  state: TrainingState,
  context: EffectContext,
  host: string,
  folder: string,
): Promise<ContainerSpec> => {
  const { job, creator } = state;
  const { plane } = context;
  const { ContainerEntrypoint: given, ContainerArguments: args } = job.AlgorithmSpecification!;
  const runtime = trainingRuntime(job, plane);
  const isolated = await plane.supervisor.isolated();
  if (!isolated) await refuseLiteralOptMl(given ?? []);
  const pipes = (job.InputDataConfig ?? [])
    .filter((channel) => inputModeOf(channel, job) === 'Pipe' && reachesHost(channel, job, host))
    .map(({ ChannelName }) => ChannelName!);
  if (pipes.length > 0) await writeHostStart(folder, pipes);
  const start = ['/bin/sh', join(isolated ? '/opt/ml' : folder, START_FOLDER, 'start')];
  const entrypoint = pipes.length > 0 ? [...start, ...(given ?? runtime.argv.train!)] : given;
  const hosts = hostsOf(job);
  return {
    id: trainingContainerId(context, state, host),
    role: 'train',
    runtime,
    optMl: folder,
    hostname: host,
    env: {
      ...job.Environment,
      TRAINING_JOB_NAME: job.TrainingJobName!,
      TRAINING_JOB_ARN: job.TrainingJobArn!,
      ...(job.EnableNetworkIsolation
        ? { AWS_REGION: context.ref.region }
        : await containerCredentials(context, creator, job.RoleArn)),
    },
    ...(entrypoint && { entrypoint }),
    ...(args && { args }),
    ...(job.EnableNetworkIsolation && { withoutNetwork: true }),
    ...(isolated && { readOnly: linkedFolders(job, host) }),
    limits: plane.instanceLimits(groupOf(job, host).instanceType, job.ResourceConfig!.VolumeSizeInGB),
    ...(hosts.length > 1 && { network: jobNetwork(job.TrainingJobArn!, hosts).get(host)! }),
  };
};

/** Where the objects themselves lie, which nobody may write to. */
const linkedFolders = (job: TrainingJob, host: string): string[] =>
  (job.InputDataConfig ?? [])
    .filter((channel) => inputModeOf(channel, job) !== 'File' && reachesHost(channel, job, host))
    .map((channel) =>
      inputModeOf(channel, job) === 'Pipe'
        ? pipeFolder(channel.ChannelName!)
        : join('input', 'data', channel.ChannelName!),
    );

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

const FAILURE_CHARACTERS = 1024;
const CHARACTER_BYTES = 4;

/** The first 1024 characters of the failure file; undefined when there is none, or no text in it. */
export const readFailure = async (folder: string): Promise<string | undefined> => {
  // Whatever the program made of it: a pipe must not hold the plane up, nor a link lead to this machine's own files.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  const handle = await open(join(folder, 'output', 'failure'), flags).catch(() => undefined);
  if (!handle) return undefined;
  try {
    if (!(await handle.stat()).isFile()) return undefined;
    const bytes = Buffer.alloc(FAILURE_CHARACTERS * CHARACTER_BYTES);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return bytes.toString('utf8', 0, bytesRead).slice(0, FAILURE_CHARACTERS) || undefined;
  } finally {
    await handle.close();
  }
};
