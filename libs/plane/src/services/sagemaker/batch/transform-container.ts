/** The container of one instance of a transform job: started as for an endpoint, with what tells it of the batch. */
import { createHash } from 'node:crypto';
import { endpointRoutes } from '../../../endpoints/endpoint-routes.ts';
import type { EffectContext, MachineRef } from '../../../engine/engine.ts';
import type { Runtime } from '../../../jobs/images.ts';
import type { ContainerSpec } from '../../../jobs/supervisor.ts';
import type { PlaneServices } from '../../../service.ts';
import { clientError } from '../client-error.ts';
import { containerCredentials } from '../job-principal.ts';
import { optMlFolder, transformFolder } from './transform-folder.ts';
import type { TransformJob } from './transform-job-table.ts';
import { PORT_SIGNAL, type HostSignal, type TransformState } from './transform-state.ts';

export const transformContainerId = ({ accountId, region }: MachineRef, job: TransformJob, host: number): string =>
  `transform-${accountId}-${region}-${job.TransformJobName!}-${host}`;

export const TRANSFORM_LOG_GROUP = '/aws/sagemaker/TransformJobs';

/** How the job's log streams name an instance: `<instance>-<epoch>`, the same for good. */
export const instanceName = (job: TransformJob, host: number): string => {
  const id = createHash('sha256').update(`${job.TransformJobArn!}/${host}`).digest('hex').slice(0, 16);
  return `i-0${id}-${Math.floor(job.CreationTime!.getTime() / 1000)}`;
};

/** @throws AwsError ClientError for an image that nothing on this machine stands for, or that does not serve */
export const transformRuntime = (image: string, plane: PlaneServices): Runtime => {
  const runtime = plane.images.resolve(image);
  if (runtime?.argv.serve) return runtime;
  const what = runtime ? `${runtime.name} has no command for "serve"` : 'the plane has no runtime for it';
  throw clientError(
    `Cannot run image ${image}: ${what}. Name an image that serves among those that the plane was started with.`,
  );
};

const STRATEGIES = { MultiRecord: 'MULTI_RECORD', SingleRecord: 'SINGLE_RECORD' } as const;

/** The container's contract: the last three only where the request sets them. */
const batchEnvironment = ({
  MaxPayloadInMB,
  BatchStrategy,
  MaxConcurrentTransforms,
}: TransformJob): Record<string, string> => ({
  SAGEMAKER_BATCH: 'true',
  ...(MaxPayloadInMB !== undefined && { SAGEMAKER_MAX_PAYLOAD_IN_MB: String(MaxPayloadInMB) }),
  ...(BatchStrategy !== undefined && { SAGEMAKER_BATCH_STRATEGY: STRATEGIES[BatchStrategy] }),
  ...(MaxConcurrentTransforms !== undefined && {
    SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: String(MaxConcurrentTransforms),
  }),
});

/** @throws AwsError ClientError */
export const transformContainer = async (
  { job, model, creator }: TransformState,
  host: number,
  port: number,
  context: EffectContext,
): Promise<ContainerSpec> => ({
  id: transformContainerId(context.ref, job, host),
  role: 'serve',
  runtime: transformRuntime(model.image, context.plane),
  optMl: optMlFolder(transformFolder(context, job)),
  hostname: 'model.aws.local',
  env: {
    ...batchEnvironment(job),
    ...model.environment,
    ...job.Environment,
    ...(await containerCredentials(context, creator, model.roleArn)),
    SAGEMAKER_BIND_TO_PORT: String(port),
  },
  limits: context.plane.instanceLimits(job.TransformResources!.InstanceType!),
});

/** On record before the container starts: a plane that ends in between finds the container by it. */
export const reservePort = async (host: number, context: EffectContext): Promise<number> => {
  const { plane, ref } = context;
  const port = await endpointRoutes(plane.store).reservePort();
  const payload: HostSignal = { host, port };
  plane.store.transaction(() => plane.engine.signal(ref.id, PORT_SIGNAL, payload));
  await plane.store.committed();
  return port;
};
