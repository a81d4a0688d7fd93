/** The files under `/opt/ml/input/config` of a training job. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainingJob } from './training-job-table.ts';

const GROUP = 'homogeneousCluster';

export const writeTrainingConfig = async (folder: string, job: TrainingJob, host: string): Promise<void> => {
  const instanceType = job.ResourceConfig!.InstanceType;
  const channels = (job.InputDataConfig ?? []).map((channel) => [
    channel.ChannelName!,
    {
      TrainingInputMode: channel.InputMode ?? job.AlgorithmSpecification!.TrainingInputMode,
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
      current_instance_type: instanceType,
      current_group_name: GROUP,
      current_instance_group: GROUP,
      hosts: [host],
      instance_groups: [{ instance_group_name: GROUP, instance_type: instanceType, hosts: [host] }],
      network_interface_name: 'lo',
    },
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(join(folder, `${name}.json`), JSON.stringify(content));
};
