/** Makes the hosts of a processing job ready: their trees, configuration, inputs, and the folders of their outputs. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EffectContext } from '../../../engine/engine.ts';
import { jobPrincipal } from '../job-principal.ts';
import { layFiles } from '../training/channel-files.ts';
import { listChannel, type ChannelReader } from '../training/channel-source.ts';
import { writeProcessingConfig } from './processing-config.ts';
import { processingRuntime } from './processing-container.ts';
import { hostFolder, processingFolder, processingPath } from './processing-folder.ts';
import { hostsOf, isStopping, type ProcessingState } from './processing-state.ts';

/** @throws AwsError ClientError */
export const prepareProcessing = async ({ job }: ProcessingState, context: EffectContext): Promise<void> => {
  processingRuntime(job, context.plane);
  // What an attempt before a crash left is not trusted: the trees are made anew.
  await rm(processingFolder(context, job), { recursive: true, force: true });
  const hosts = hostsOf(job);
  for (const host of hosts) {
    const folder = hostFolder(context, job, host);
    for (const path of ['config', 'output', 'processing']) await mkdir(join(folder, path), { recursive: true });
    await writeProcessingConfig(join(folder, 'config'), job, host);
    for (const { S3Output } of job.ProcessingOutputConfig?.Outputs ?? []) {
      await mkdir(join(folder, processingPath(S3Output!.LocalPath!)!), { recursive: true });
    }
  }
  const caller = { principal: jobPrincipal(job.RoleArn!), region: context.ref.region };
  const reader: ChannelReader = { context, caller, roleArn: job.RoleArn!, links: false };
  for (const { S3Input } of job.ProcessingInputs ?? []) {
    if (isStopping(context)) return; // the job ends without it
    const { S3Uri, S3DataType, LocalPath, S3DataDistributionType } = S3Input!;
    const items = await listChannel(reader, { S3Uri: S3Uri!, S3DataType: S3DataType! });
    for (const [place, host] of hosts.entries()) {
      const sharded = S3DataDistributionType === 'ShardedByS3Key';
      const share = sharded ? items.filter((_item, index) => index % hosts.length === place) : items;
      await layFiles(reader, share, join(hostFolder(context, job, host), processingPath(LocalPath!)!));
    }
  }
};
