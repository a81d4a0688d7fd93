/**
 * AssociateTrialComponent: makes a trial component part of a trial; a component can be part of many.
 * @source docs
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { trialComponentTable } from './trial-component-table.ts';
import { joinTrial } from './trial-membership.ts';
import { trialTable } from './trial-table.ts';

export const associateTrialComponent: SageMakerHandler<'AssociateTrialComponent'> = (input, context) => {
  const { TrialArn } = trialTable.require(context, input.TrialName);
  const { TrialComponentArn } = trialComponentTable.require(context, input.TrialComponentName);
  joinTrial(context.plane.store, context, input.TrialName, input.TrialComponentName);
  return { TrialArn, TrialComponentArn };
};
