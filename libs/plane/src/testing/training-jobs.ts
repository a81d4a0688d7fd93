/** Training jobs for specs: images that run what the job's environment says, and the way from a request to the job's end. */
import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  type CreateTrainingJobCommandInput,
  type DescribeTrainingJobCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { imageRegistry } from '../jobs/images.ts';
import type { SdkClients } from './sdk-clients.ts';
import { waitFor } from './wait-for.ts';

const NODE_MODULES = new URL('../../../../node_modules', import.meta.url).pathname;

/** `spec/shell:1` and `spec/node:1` run the variable SCRIPT; `spec/serve:1` has no command that trains. */
export const TRAINING_IMAGES = imageRegistry([
  { pattern: /^spec\/shell:1$/, runtime: { name: 'shell', argv: { train: ['/bin/sh', '-c', 'eval "$SCRIPT"'] } } },
  {
    pattern: /^spec\/node:1$/,
    runtime: {
      name: 'node',
      argv: { train: [process.execPath, '-e', 'eval(process.env.SCRIPT)'] },
      nodeModules: NODE_MODULES,
    },
  },
  { pattern: /^spec\/serve:1$/, runtime: { name: 'server', argv: { serve: ['/bin/false'] } } },
]);

/** The bucket of the jobs' outputs. */
export const OUTPUT_BUCKET = 'training-output';

export const makeOutputBucket = ({ s3 }: SdkClients, bucket = OUTPUT_BUCKET): Promise<unknown> =>
  s3.send(new CreateBucketCommand({ Bucket: bucket }));

/** The smallest job that SageMaker takes; `script` runs in `/opt/ml`. */
export const trainingJob = (
  name: string,
  script: string,
  more: Partial<CreateTrainingJobCommandInput> = {},
): CreateTrainingJobCommandInput => ({
  TrainingJobName: name,
  AlgorithmSpecification: { TrainingImage: 'spec/shell:1', TrainingInputMode: 'File' },
  RoleArn: 'arn:aws:iam::111111111111:role/service/Trainer',
  OutputDataConfig: { S3OutputPath: `s3://${OUTPUT_BUCKET}/jobs/` },
  ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
  StoppingCondition: { MaxRuntimeInSeconds: 3600 },
  Environment: { SCRIPT: script, ...more.Environment },
  ...Object.fromEntries(Object.entries(more).filter(([member]) => member !== 'Environment')),
});

const ENDED = ['Completed', 'Failed', 'Stopped'];

export const describeTrainingJob = (
  { sagemaker }: SdkClients,
  name: string,
): Promise<DescribeTrainingJobCommandOutput> =>
  sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));

/** Resolves with the job once it has ended, however it did. */
export const endOfTrainingJob = (clients: SdkClients, name: string): Promise<DescribeTrainingJobCommandOutput> =>
  waitFor(
    async () => {
      const job = await describeTrainingJob(clients, name);
      return ENDED.includes(job.TrainingJobStatus!) && job;
    },
    { timeout: 30_000 },
  );

/** Makes the job and resolves with it once it has ended. */
export const runTrainingJob = async (
  clients: SdkClients,
  input: CreateTrainingJobCommandInput,
): Promise<DescribeTrainingJobCommandOutput> => {
  await clients.sagemaker.send(new CreateTrainingJobCommand(input));
  return endOfTrainingJob(clients, input.TrainingJobName!);
};
