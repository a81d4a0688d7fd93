/** The request of a training job that runs a model's notebook, and whether a job is there. */
import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  type Channel,
  type MetricDefinition,
} from '@aws-sdk/client-sagemaker';
import { ensureTrial } from '@gradus/experiments';
import type { Model } from '@gradus/core';
import type { TrainingContext } from './context.ts';
import { errors } from './errors.ts';
import { s3Uri } from './objects.ts';
import { asHyperParameters } from './parameters.ts';
import type { RunRecord } from './run-record.ts';

/** The experiment that all runs of a model are in; each has a trial of its own. */
export const experimentOf = ({ namespace }: TrainingContext['environment'], model: string): string =>
  `${namespace}-${model}`;

export async function startTrainingJob(
  { clients, environment }: TrainingContext,
  job: string,
  { model, code, notebook, parameters, gates }: RunRecord,
  { instanceType, instanceCount }: Pick<Model['notebook'], 'instanceType' | 'instanceCount'>,
  channels: Channel[],
): Promise<void> {
  const [experiment, trial] = [experimentOf(environment, model), `${environment.namespace}-${job}`];
  await ensureTrial(clients, experiment, trial); // a job may only name what is there
  await clients.sagemaker.send(
    new CreateTrainingJobCommand({
      TrainingJobName: job,
      RoleArn: environment.roleArn,
      AlgorithmSpecification: {
        TrainingImage: environment.images.notebook,
        TrainingInputMode: 'File',
        ...(gates.length > 0 && { MetricDefinitions: gates.map(metricDefinition) }),
      },
      HyperParameters: {
        ...asHyperParameters(parameters),
        sagemaker_program: notebook,
        sagemaker_submit_directory: code,
      },
      ...(channels.length > 0 && { InputDataConfig: channels }),
      OutputDataConfig: { S3OutputPath: s3Uri(environment.bucket, environment.key(model, 'training')) },
      ResourceConfig: { InstanceType: instanceType as never, InstanceCount: instanceCount, VolumeSizeInGB: 30 },
      ExperimentConfig: { ExperimentName: experiment, TrialName: trial, TrialComponentDisplayName: job },
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
    }),
  );
}

/** A metric that the notebook prints as `name=value;`; `popularity_ndcg=0.1;` is none of `ndcg`. */
const metricDefinition = (metric: string): MetricDefinition => ({
  Name: metric,
  Regex: `(?:^|[\\s;,])${metric.replaceAll(/[^A-Za-z0-9_]/g, '\\$&')}=([-+0-9.eE]+);`,
});

/** @throws GradusError JOB_NOT_FOUND */
export async function requireTrainingJob({ clients }: TrainingContext, job: string): Promise<void> {
  try {
    await clients.sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: job }));
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFound' && (error as Error).name !== 'ValidationException') throw error;
    throw errors.make('JOB_NOT_FOUND', `there is no training job ${job}`, {
      got: job,
      remedy: 'Publish anew without --resume.',
      cause: error,
    });
  }
}
