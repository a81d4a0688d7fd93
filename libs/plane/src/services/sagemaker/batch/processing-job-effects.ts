/** What a processing job does to the world: fetches its inputs, runs its hosts, uploads what they leave. */
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EffectContext, Machine } from '../../../engine/engine.ts';
import type { Owner } from '../arn.ts';
import { jobPrincipal } from '../job-principal.ts';
import { advanceProcessingJob } from './advance-processing-job.ts';
import { prepareProcessing } from './prepare-processing.ts';
import { hostFolder, processingContainerId, processingFolder, processingPath } from './processing-folder.ts';
import { processingJobTable } from './processing-job-table.ts';
import { hostsOf, type ProcessingEffect, type ProcessingState } from './processing-state.ts';
import { runProcessingHost } from './run-processing-host.ts';
import { uploadChanges } from './upload-changes.ts';

export const processingMachineId = ({ accountId, region }: Owner, name: string): string =>
  `processing-job/${accountId}/${region}/${name}`;

/** SageMaker's wait between SIGTERM and SIGKILL. */
const STOP_GRACE_MS = 120_000;
/** Between two looks for a container that is about to start. */
const STOP_LOOK_MS = 20;

const perform = async (effect: ProcessingEffect, context: EffectContext): Promise<unknown> => {
  const state = context.plane.engine.state<ProcessingState>(context.ref.id)!;
  switch (effect.type) {
    case 'prepare':
      return prepareProcessing(state, context);
    case 'run':
      return runProcessingHost(state, context, effect.host);
    case 'stop':
      await Promise.all(hostsOf(state.job).map((host) => stopHost(state, context, host)));
      return undefined;
    case 'upload':
      return upload(state, context);
    case 'clean':
      return clean(state, context);
  }
};

const stopHost = async ({ job }: ProcessingState, context: EffectContext, host: string): Promise<void> => {
  const { plane, ref, aborted } = context;
  while (!aborted.aborted) {
    const now = plane.engine.state<ProcessingState>(ref.id);
    if (!now || now.hosts[host]!.ended) return;
    const container = await plane.supervisor.attach(processingContainerId(context, job, host));
    if (container) {
      aborted.throwIfAborted();
      // A plane that closes does not wait: the next one asks the container again.
      await Promise.race([container.stop(STOP_GRACE_MS), once(aborted, 'abort')]);
      return;
    }
    await delay(STOP_LOOK_MS);
  }
};

/** Outputs of mode EndOfJob; where several hosts have a file of one name, the last host's stays. */
const upload = async ({ job }: ProcessingState, context: EffectContext): Promise<void> => {
  const caller = { principal: jobPrincipal(job.RoleArn!), region: context.ref.region };
  for (const { S3Output: output } of job.ProcessingOutputConfig?.Outputs ?? []) {
    if (output!.S3UploadMode !== 'EndOfJob') continue;
    for (const host of hostsOf(job)) {
      const folder = join(hostFolder(context, job, host), processingPath(output!.LocalPath!)!);
      await uploadChanges(context, caller, folder, output!.S3Uri!, new Map());
    }
  }
};

const clean = async ({ job }: ProcessingState, context: EffectContext): Promise<void> => {
  const { supervisor } = context.plane;
  for (const host of hostsOf(job)) {
    const id = processingContainerId(context, job, host);
    // A job that fails for another reason than its container's end leaves that running.
    await (await supervisor.attach(id))?.stop(0);
    await supervisor.remove(id);
  }
  await rm(processingFolder(context, job), { recursive: true, force: true });
};

export const processingJobMachine: Machine<ProcessingState, ProcessingEffect> = {
  kind: 'sagemaker:processing-job',
  advance: advanceProcessingJob,
  perform,
  project: (store, ref, { job }) => processingJobTable.update(store, ref, job, job.LastModifiedTime!),
};
