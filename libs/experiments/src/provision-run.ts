/** Makes the experiment, the trial and the trial component of a run, as far as they are not there. */
import {
  AssociateTrialComponentCommand,
  CreateExperimentCommand,
  CreateTrialCommand,
  CreateTrialComponentCommand,
  DescribeTrialComponentCommand,
  type DescribeTrialComponentCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { componentName, RUN_TAG, trialName } from './run-names.ts';
import type { RunClients } from './run-context.ts';

/** Runs `create`; that it is there already is no error. */
const orThere = async (create: () => Promise<unknown>): Promise<void> => {
  try {
    await create();
  } catch (error) {
    const { name, message } = error as Error;
    if (name !== 'ValidationException' || !message.includes('already exists')) throw error;
  }
};

/** Makes an experiment and a trial in it, as far as they are not there. */
export const ensureTrial = async (
  { sagemaker }: Pick<RunClients, 'sagemaker'>,
  experiment: string,
  trial: string,
): Promise<void> => {
  await orThere(() => sagemaker.send(new CreateExperimentCommand({ ExperimentName: experiment })));
  await orThere(() => sagemaker.send(new CreateTrialCommand({ TrialName: trial, ExperimentName: experiment })));
};

/** Puts the component into the experiment's trial of runs. */
export const joinExperiment = async (clients: RunClients, experiment: string, component: string): Promise<void> => {
  const trial = trialName(experiment);
  await ensureTrial(clients, experiment, trial);
  await clients.sagemaker.send(new AssociateTrialComponentCommand({ TrialName: trial, TrialComponentName: component }));
};

/** The trial component of the run, in progress; one of that name is gone on with. */
export const provisionRun = async (
  clients: RunClients,
  experiment: string,
  name: string,
): Promise<DescribeTrialComponentCommandOutput> => {
  const component = componentName(experiment, name);
  const { sagemaker } = clients;
  await orThere(() =>
    sagemaker.send(
      new CreateTrialComponentCommand({
        ...{ TrialComponentName: component, DisplayName: name, Tags: [RUN_TAG] },
        ...{ Status: { PrimaryStatus: 'InProgress' }, StartTime: new Date() },
      }),
    ),
  );
  await joinExperiment(clients, experiment, component);
  return sagemaker.send(new DescribeTrialComponentCommand({ TrialComponentName: component }));
};
