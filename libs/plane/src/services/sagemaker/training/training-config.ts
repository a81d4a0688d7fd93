/** The files under `/opt/ml/input/config` of a host of a training job. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inputModeOf, reachesHost } from './channel-source.ts';
import { groupOf, hostsOf, instanceGroups } from './training-hosts.ts';
import type { TrainingJob } from './training-job-table.ts';

export const writeTrainingConfig = async (folder: string, job: TrainingJob, host: string): Promise<void> => {
  const group = groupOf(job, host);
  const channels = (job.InputDataConfig ?? [])
    .filter((channel) => reachesHost(channel, job, host))
    .map((channel) => [
      channel.ChannelName!,
      {
        TrainingInputMode: inputModeOf(channel, job),
        S3DistributionType: channel.DataSource?.S3DataSource?.S3DataDistributionType ?? 'FullyReplicated',
        RecordWrapperType: channel.RecordWrapperType ?? 'None',
        ...(channel.ContentType !== undefined && { ContentType: channel.ContentType }),
      },
    ]);
  const files = {
    hyperparameters: job.HyperParameters ?? {},
    inputdataconfig: Object.fromEntries(channels) as object,
    resourceconfig: {
      current_host: host,
      current_instance_type: group.instanceType,
      current_group_name: group.name,
      current_instance_group: group.name,
      hosts: [...hostsOf(job)].sort(),
      instance_groups: instanceGroups(job.ResourceConfig!).map(({ name, instanceType, hosts }) => ({
        instance_group_name: name,
        instance_type: instanceType,
        hosts: [...hosts].sort(),
      })),
      network_interface_name: 'lo',
    },
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, `${name}.json`), JSON.stringify(content));
};
