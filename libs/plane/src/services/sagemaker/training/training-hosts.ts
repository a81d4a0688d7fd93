/** The hosts of a training job, `algo-1` to `algo-n`, and the instance groups that they belong to. */
import type { ResourceConfig, TrainingInstanceType } from '@aws-sdk/client-sagemaker';
import type { TrainingJob } from './training-job-table.ts';

export interface InstanceGroup {
  readonly name: string;
  readonly instanceType: TrainingInstanceType;
  readonly hosts: readonly string[];
}

/** What SageMaker calls the only group of a cluster whose instances are all alike. */
const HOMOGENEOUS = 'homogeneousCluster';

/** Hosts are counted through the groups in the order of the request. */
export const instanceGroups = (resources: ResourceConfig): readonly InstanceGroup[] => {
  const groups = resources.InstanceGroups ?? [
    {
      InstanceGroupName: HOMOGENEOUS,
      InstanceType: resources.InstanceType,
      InstanceCount: resources.InstanceCount,
    },
  ];
  let count = 0;
  return groups.map(({ InstanceGroupName, InstanceType, InstanceCount }) => ({
    name: InstanceGroupName!,
    instanceType: InstanceType!,
    hosts: Array.from({ length: InstanceCount! }, () => `algo-${(count += 1)}`),
  }));
};

export const hostsOf = (job: Pick<TrainingJob, 'ResourceConfig'>): readonly string[] =>
  instanceGroups(job.ResourceConfig!).flatMap(({ hosts }) => hosts);

export const groupOf = (job: Pick<TrainingJob, 'ResourceConfig'>, host: string): InstanceGroup =>
  instanceGroups(job.ResourceConfig!).find(({ hosts }) => hosts.includes(host))!;
