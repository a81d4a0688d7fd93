/** The container of a training job: which program runs, with what environment, and what it says when it fails. */
import { open, readFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { join } from 'node:path';
import type { EffectContext, MachineRef } from '../../../engine/engine.ts';
import type { Runtime } from '../../../jobs/images.ts';
import { refusalOfLiteralOptMl } from '../../../jobs/literal-opt-ml.ts';
import type { ContainerSpec } from '../../../jobs/supervisor.ts';
import type { PlaneServices } from '../../../service.ts';
import { clientError } from '../client-error.ts';
import { containerCredentials } from '../job-principal.ts';
import type { TrainingState } from './advance-training-job.ts';
import type { TrainingJob } from './training-job-table.ts';

/** The only host: several come as algo-1, algo-2, … */
export const HOST = 'algo-1';

export const trainingContainerId = ({ accountId, region }: MachineRef, job: TrainingJob): string =>
  `train-${accountId}-${region}-${job.TrainingJobName!}-${HOST}`;

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

/** @throws AwsError ClientError */
export const trainingContainer = async (
  { job, creator }: TrainingState,
  context: EffectContext,
  folder: string,
): Promise<ContainerSpec> => {
  const { plane, ref } = context;
  const algorithm = job.AlgorithmSpecification!;
  const runtime = trainingRuntime(job, plane);
  if (!(await plane.supervisor.isolated())) await refuseLiteralOptMl(algorithm.ContainerEntrypoint ?? []);
  return {
    id: trainingContainerId(ref, job),
    role: 'train',
    runtime,
    optMl: folder,
    hostname: HOST,
    env: {
      ...job.Environment,
      TRAINING_JOB_NAME: job.TrainingJobName!,
      TRAINING_JOB_ARN: job.TrainingJobArn!,
      ...(await containerCredentials(context, creator, job.RoleArn)),
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
