/** Processing jobs for specs: images that run shell scripts, and the way from a request to the job's end. */
import {
  CreateProcessingJobCommand,
  DescribeProcessingJobCommand,
  type CreateProcessingJobCommandInput,
  type DescribeProcessingJobCommandOutput,
  type ProcessingInput,
  type ProcessingOutput,
} from '@aws-sdk/client-sagemaker';
import { imageRegistry } from '../jobs/images.ts';
import type { SdkClients } from './sdk-clients.ts';
import { BATCH_BUCKET } from './transform-jobs.ts';
import { waitFor } from './wait-for.ts';

/** `spec/bare:1` runs what the job's entrypoint says; `spec/own:1` has a command of its own, which shows its arguments. */
export const PROCESSING_IMAGES = imageRegistry([
  { pattern: /^spec\/bare:1$/, runtime: { name: 'bare', argv: {} } },
  {
    pattern: /^spec\/own:1$/,
    runtime: { name: 'own', argv: { processing: ['/bin/sh', '-c', 'echo "own $*"', 'own'] } },
  },
]);

/** A shell script that runs in `/opt/ml`, with paths that hold with and without namespaces. */
export const processingJob = (
  name: string,
  script: string,
  more: Partial<CreateProcessingJobCommandInput> = {},
): CreateProcessingJobCommandInput => ({
  ProcessingJobName: name,
  AppSpecification: { ImageUri: 'spec/bare:1', ContainerEntrypoint: ['/bin/sh', '-c', 'eval "$SCRIPT"'] },
  ProcessingResources: {
    ClusterConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
  },
  RoleArn: 'arn:aws:iam::111111111111:role/service/Processor',
  ...more,
  Environment: { SCRIPT: script, ...more.Environment },
});

export const processingInput = (
  name: string,
  key: string,
  more: Partial<NonNullable<ProcessingInput['S3Input']>> = {},
): ProcessingInput => ({
  InputName: name,
  S3Input: {
    S3Uri: `s3://${BATCH_BUCKET}/${key}`,
    LocalPath: `/opt/ml/processing/input/${name}`,
    S3DataType: 'S3Prefix',
    ...more,
  },
});

export const processingOutput = (
  name: string,
  key: string,
  S3UploadMode: 'EndOfJob' | 'Continuous' = 'EndOfJob',
): ProcessingOutput => ({
  OutputName: name,
  S3Output: { S3Uri: `s3://${BATCH_BUCKET}/${key}`, LocalPath: `/opt/ml/processing/output/${name}`, S3UploadMode },
});

/** Resolves with the job once it has ended, however it did. */
export const endOfProcessingJob = (
  { sagemaker }: SdkClients,
  name: string,
): Promise<DescribeProcessingJobCommandOutput> =>
  waitFor(
    async () => {
      const job = await sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: name }));
      return job.ProcessingEndTime && job;
    },
    { timeout: 30_000 },
  );

/** Makes the job and resolves with it once it has ended. */
export const runProcessingJob = async (
  clients: SdkClients,
  input: CreateProcessingJobCommandInput,
): Promise<DescribeProcessingJobCommandOutput> => {
  await clients.sagemaker.send(new CreateProcessingJobCommand(input));
  return endOfProcessingJob(clients, input.ProcessingJobName!);
};
