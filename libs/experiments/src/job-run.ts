/** The run of the SageMaker job that this process is part of. */
import {
  DescribeProcessingJobCommand,
  DescribeTrainingJobCommand,
  DescribeTrialComponentCommand,
  type ExperimentConfig,
} from '@aws-sdk/client-sagemaker';
import { waitFor } from '@gradus/aws';
import type { RunClients } from './run-context.ts';

export interface JobRun {
  readonly component: string;
  readonly config: ExperimentConfig;
}

const PROVISION_MS = 60_000;

/** Undefined outside of a job. */
export const jobRun = async (clients: RunClients): Promise<JobRun | undefined> => {
  const arn = process.env['TRAINING_JOB_ARN'] ?? process.env['PROCESSING_JOB_ARN'];
  if (arn === undefined) return undefined;
  const [kind, name] = arn.split(':').at(-1)!.split('/') as [string, string];
  const config = (await configOf(clients, kind, name)) ?? {};
  const component = config.RunName ?? `${name}-aws-${kind}`;
  await waitFor({
    what: `trial component ${component}`,
    look: () => exists(clients, component),
    done: (there) => there,
    name: (there) => (there ? 'there' : 'not there'),
    timeoutMs: PROVISION_MS,
    poll: { first: 50, most: 2000 },
  });
  return { component, config };
};

const configOf = async (clients: RunClients, kind: string, name: string): Promise<ExperimentConfig | undefined> => {
  const { sagemaker } = clients;
  if (kind === 'processing-job') {
    return (await sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: name }))).ExperimentConfig;
  }
  return (await sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name }))).ExperimentConfig;
};

const exists = async ({ sagemaker }: RunClients, component: string): Promise<boolean> => {
  try {
    await sagemaker.send(new DescribeTrialComponentCommand({ TrialComponentName: component }));
    return true;
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFound') return false;
    throw error;
  }
};
