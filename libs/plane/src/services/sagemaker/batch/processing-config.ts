/** The files under `/opt/ml/config` of a processing job. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessingJob } from './processing-job-table.ts';
import { hostsOf } from './processing-state.ts';

/** What the request leaves out is null. */
const configOf = (job: ProcessingJob): object => ({
  ProcessingJobArn: job.ProcessingJobArn,
  ProcessingJobName: job.ProcessingJobName,
  AppSpecification: { ContainerEntrypoint: null, ContainerArguments: null, ...job.AppSpecification },
  Environment: job.Environment ?? null,
  ProcessingInputs: job.ProcessingInputs ?? null,
  ProcessingOutputConfig: job.ProcessingOutputConfig ? { KmsKeyId: null, ...job.ProcessingOutputConfig } : null,
  ProcessingResources: { ClusterConfig: { VolumeKmsKeyId: null, ...job.ProcessingResources!.ClusterConfig } },
  NetworkConfig: job.NetworkConfig ?? null,
  RoleArn: job.RoleArn,
  StoppingCondition: job.StoppingCondition,
  ExperimentConfig: job.ExperimentConfig ?? null,
});

export const writeProcessingConfig = async (folder: string, job: ProcessingJob, host: string): Promise<void> => {
  const files = {
    processingjobconfig: configOf(job),
    resourceconfig: { current_host: host, hosts: [...hostsOf(job)].sort() },
  };
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, `${name}.json`), JSON.stringify(content));
  }
};
