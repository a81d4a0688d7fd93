/**
 * DisassociateTrialComponent: takes a trial component out of a trial.
 * @source docs
 * @source unverified - a component that is not part of the trial is not found
 */
import { AwsError } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { trialComponentTable } from './trial-component-table.ts';
import { leaveTrial } from './trial-membership.ts';
import { trialTable } from './trial-table.ts';

export const disassociateTrialComponent: SageMakerHandler<'DisassociateTrialComponent'> = (input, context) => {
  const { TrialComponentName: component, TrialName: trial } = input;
  const { TrialArn } = trialTable.require(context, trial);
  const { TrialComponentArn } = trialComponentTable.require(context, component);
  if (!leaveTrial(context.plane.store, context, trial, component)) {
    const message = `Trial component '${component}' is not associated with trial '${trial}'.`;
    throw new AwsError('ResourceNotFound', 400, message);
  }
  return { TrialArn, TrialComponentArn };
};
