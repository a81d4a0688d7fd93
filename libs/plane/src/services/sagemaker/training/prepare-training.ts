/** Makes the hosts of a training job ready: their trees, configuration, checkpoints and channels. */
import { rm } from 'node:fs/promises';
import type { EffectContext } from '../../../engine/engine.ts';
import { makeTrainingTree } from '../../../jobs/opt-ml-tree.ts';
import { jobPrincipal } from '../job-principal.ts';
import { reachesHost, type ChannelReader } from './channel-source.ts';
import { restoreCheckpoints } from './checkpoints.ts';
import { endContainer } from './end-containers.ts';
import { prepareChannel } from './training-channel.ts';
import { writeTrainingConfig } from './training-config.ts';
import { trainingRuntime } from './training-container.ts';
import { hostFolder, jobFolder } from './training-folders.ts';
import { hostsOf } from './training-hosts.ts';
import type { TrainingState } from './training-state.ts';

/** @throws AwsError ClientError */
export const prepareTraining = async (state: TrainingState, context: EffectContext): Promise<void> => {
  const { job, attempt } = state;
  const { plane, ref } = context;
  trainingRuntime(job, plane);
  const hosts = hostsOf(job);
  if (attempt > 1) {
    for (const host of hosts) await endContainer(context, { job, attempt: attempt - 1 }, host);
  }
  // What an attempt before, or before a crash, left is not trusted: the trees are made anew.
  await rm(jobFolder(context, job), { recursive: true, force: true });
  const caller = { principal: jobPrincipal(job.RoleArn!), region: ref.region };
  const links = await plane.supervisor.isolated();
  const reader: ChannelReader = { context, caller, roleArn: job.RoleArn!, links };
  const stops = (): boolean => plane.engine.state<TrainingState>(ref.id)?.stopReason !== undefined;
  for (const host of hosts) {
    const folder = hostFolder(context, job, host);
    const tree = await makeTrainingTree(folder);
    await writeTrainingConfig(tree.config, job, host);
    if (job.CheckpointConfig) await restoreCheckpoints(reader, job, host);
    for (const channel of job.InputDataConfig ?? []) {
      if (stops()) return; // the job ends without it
      if (reachesHost(channel, job, host)) await prepareChannel(reader, channel, job, host, folder);
    }
  }
};
