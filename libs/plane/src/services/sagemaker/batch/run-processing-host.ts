/** Runs the container of one host of a processing job, or goes on with it after a restart of the plane, to its end. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EffectContext } from '../../../engine/engine.ts';
import type { Container } from '../../../jobs/supervisor.ts';
import { jobPrincipal } from '../job-principal.ts';
import { logStream } from '../log-stream.ts';
import { followLog } from './follow-log.ts';
import { processingContainer, readMessage } from './processing-container.ts';
import { hostFolder, processingContainerId, processingPath } from './processing-folder.ts';
import type { ProcessingJob } from './processing-job-table.ts';
import { LOG_SIGNAL, type LogProgress, type ProcessingRunResult, type ProcessingState } from './processing-state.ts';
import { uploadChanges, type Uploaded } from './upload-changes.ts';

const LOG_GROUP = '/aws/sagemaker/ProcessingJobs';
/** Between two looks at outputs that are uploaded while the job runs. */
const LOOK_MS = 1000;

/** @throws AwsError ClientError when the container cannot be made, or an output cannot be uploaded */
export const runProcessingHost = async (
  state: ProcessingState,
  context: EffectContext,
  host: string,
): Promise<ProcessingRunResult> => {
  const { job } = state;
  const { plane, aborted } = context;
  const folder = hostFolder(context, job, host);
  const known = await plane.supervisor.attach(processingContainerId(context, job, host));
  const container = known ?? (await plane.supervisor.start(await processingContainer(state, context, host, folder)));
  await Promise.all([deliverLog(state, context, host, container), uploadMeanwhile(job, context, host, container)]);
  aborted.throwIfAborted();
  const { code, reason } = await container.exited;
  return { exitCode: code, ...(reason !== undefined && { reason }), ...(await readMessage(folder)) };
};

const deliverLog = async (
  { job, hosts }: ProcessingState,
  context: EffectContext,
  host: string,
  container: Container,
): Promise<void> => {
  const { plane, ref } = context;
  const epoch = Math.floor(job.CreationTime!.getTime() / 1000);
  const stream = await logStream(context, LOG_GROUP, `${job.ProcessingJobName!}/${host}-${epoch}`, job.RoleArn);
  await followLog(context, container, stream, hosts[host]!.logOffset, (logOffset) => {
    const progress: LogProgress = { host, logOffset };
    plane.engine.signal(ref.id, LOG_SIGNAL, progress);
  });
};

/** Outputs of mode Continuous: while the container runs, and once more when it has ended. */
const uploadMeanwhile = async (
  job: ProcessingJob,
  context: EffectContext,
  host: string,
  container: Container,
): Promise<void> => {
  const outputs = (job.ProcessingOutputConfig?.Outputs ?? [])
    .filter(({ S3Output }) => S3Output!.S3UploadMode === 'Continuous')
    .map(({ S3Output }) => ({ output: S3Output!, uploaded: new Map() as Uploaded }));
  if (outputs.length === 0) return;
  const caller = { principal: jobPrincipal(job.RoleArn!), region: context.ref.region };
  const look = async (): Promise<void> => {
    for (const { output, uploaded } of outputs) {
      const folder = join(hostFolder(context, job, host), processingPath(output.LocalPath!)!);
      await uploadChanges(context, caller, folder, output.S3Uri!, uploaded);
    }
  };
  const over = new AbortController();
  const end = (): void => over.abort();
  container.exited.then(end, end);
  const signal = AbortSignal.any([over.signal, context.aborted]);
  while (!signal.aborted) {
    await look().catch(() => undefined); // made again, and for the last time below
    await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  context.aborted.throwIfAborted();
  await look();
};
