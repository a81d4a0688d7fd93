/** Checks the ExperimentConfig of a job that is to be made. */
import type { ExperimentConfig } from '@aws-sdk/client-sagemaker';
import type { CallContext } from '../../../service.ts';
import { experimentTable } from './experiment-table.ts';
import { trialComponentTable } from './trial-component-table.ts';
import { trialTable } from './trial-table.ts';

/**
 * The experiment, the trial and the run that it names must exist.
 * @throws AwsError ResourceNotFound
 */
export const checkExperimentConfig = (config: ExperimentConfig | undefined, context: CallContext): void => {
  const { ExperimentName, TrialName, RunName } = config ?? {};
  if (ExperimentName !== undefined) experimentTable.require(context, ExperimentName);
  if (TrialName !== undefined) trialTable.require(context, TrialName);
  if (RunName !== undefined) trialComponentTable.require(context, RunName);
};
