/** The container of a processing job's host: which program runs, with what environment, and what it leaves to say. */
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EffectContext } from '../../../engine/engine.ts';
import type { Runtime } from '../../../jobs/images.ts';
import { jobNetwork } from '../../../jobs/job-network.ts';
import { refusalOfLiteralOptMl } from '../../../jobs/literal-opt-ml.ts';
import type { ContainerSpec } from '../../../jobs/supervisor.ts';
import type { PlaneServices } from '../../../service.ts';
import { clientError } from '../client-error.ts';
import { containerCredentials } from '../job-principal.ts';
import { processingContainerId } from './processing-folder.ts';
import type { ProcessingJob } from './processing-job-table.ts';
import { hostsOf, type ProcessingRunResult, type ProcessingState } from './processing-state.ts';

/**
 * Any runtime runs the entrypoint that a job gives; without one it needs a command of its own.
 * @throws AwsError ClientError for an image that nothing on this machine stands for, or that does not process
 */
export const processingRuntime = ({ AppSpecification }: ProcessingJob, plane: PlaneServices): Runtime => {
  const { ImageUri: image, ContainerEntrypoint: entrypoint } = AppSpecification!;
  const runtime = plane.images.resolve(image!);
  if (runtime && (entrypoint || runtime.argv.processing)) return runtime;
  const what = runtime
    ? `${runtime.name} has no command of its own for a processing job: give ContainerEntrypoint`
    : 'the plane has no runtime for it. Name an image among those that the plane was started with';
  throw clientError(`Cannot run image ${image}: ${what}.`);
};

/**
 * @param folder stands for the host's `/opt/ml`
 * @throws AwsError ClientError
 */
export const processingContainer = async (
  { job, creator }: ProcessingState,
  context: EffectContext,
  host: string,
  folder: string,
): Promise<ContainerSpec> => {
  const { plane } = context;
  const { ContainerEntrypoint, ContainerArguments } = job.AppSpecification!;
  const { InstanceType, VolumeSizeInGB } = job.ProcessingResources!.ClusterConfig!;
  const runtime = processingRuntime(job, plane);
  const isolated = await plane.supervisor.isolated();
  // Without namespaces `/opt/ml` is a folder elsewhere: what the command itself names there is found.
  const here = (word: string): string => (isolated ? word : word.replace(/^\/opt\/ml(?=\/|$)/, () => folder));
  const program = (ContainerEntrypoint ?? runtime.argv.processing!).map(here);
  const args = ContainerArguments?.map(here);
  if (!isolated) await refuseLiteralOptMl(program, folder);
  const hosts = hostsOf(job);
  const alone = job.NetworkConfig?.EnableNetworkIsolation ?? false;
  return {
    id: processingContainerId(context, job, host),
    role: 'processing',
    runtime,
    optMl: folder,
    hostname: host,
    env: {
      ...job.Environment,
      ...(alone ? { AWS_REGION: context.ref.region } : await containerCredentials(context, creator, job.RoleArn)),
    },
    ...(alone && { withoutNetwork: true }),
    entrypoint: program,
    ...(args && { args }),
    limits: plane.instanceLimits(InstanceType!, VolumeSizeInGB),
    ...(hosts.length > 1 && { network: jobNetwork(job.ProcessingJobArn!, hosts).get(host)! }),
  };
};

/** A program that was brought to the host and spells `/opt/ml` out would look at this machine's own. */
const refuseLiteralOptMl = async (program: readonly string[], folder: string): Promise<void> => {
  const files: Record<string, string> = {};
  for (const file of program.filter((word) => word.startsWith('/'))) {
    const source = await readFile(file, 'utf8').catch(() => undefined);
    if (source !== undefined) files[file.replace(folder, '/opt/ml')] = source;
  }
  const refusal = refusalOfLiteralOptMl(files);
  if (refusal) throw clientError(refusal);
};

/** SageMaker's bound on ExitMessage. */
const MESSAGE_BYTES = 1024;

/** What the program wrote to `/opt/ml/output/message`. */
export const readMessage = async (
  folder: string,
): Promise<Pick<ProcessingRunResult, 'message' | 'unreadableMessage'>> => {
  // Whatever the program made of it: a pipe must not hold the plane up, nor a link lead to this machine's own files.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  const handle = await open(join(folder, 'output', 'message'), flags).catch(() => undefined);
  if (!handle) return {};
  try {
    if (!(await handle.stat()).isFile()) return {};
    const buffer = Buffer.alloc(MESSAGE_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, MESSAGE_BYTES, 0);
    // As a stream, so that a character that the bound cuts is no fault.
    const message = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, bytesRead), { stream: true });
    return message === '' ? {} : { message };
  } catch (error) {
    if (error instanceof TypeError) return { unreadableMessage: true };
    throw error;
  } finally {
    await handle.close();
  }
};
