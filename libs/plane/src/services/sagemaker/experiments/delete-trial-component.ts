/**
 * DeleteTrialComponent: removes a trial component that belongs to no trial, with its metrics.
 * @source docs - it must be disassociated from all trials first
 * @source unverified - the code and text for one that is not
 */
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { removeTags } from '../tags/tag-table.ts';
import { trialComponentTable } from './trial-component-table.ts';
import { componentHasTrials } from './trial-membership.ts';

export const deleteTrialComponent: SageMakerHandler<'DeleteTrialComponent'> = (input, context) => {
  const { store } = context.plane;
  const name = input.TrialComponentName;
  const { TrialComponentArn: arn } = trialComponentTable.require(context, name);
  if (componentHasTrials(store, context, name)) {
    throw validationException(`Trial component '${name}' is associated with trials: disassociate it from them first.`);
  }
  trialComponentTable.remove(context, name);
  removeTags(store, arn!);
  return { TrialComponentArn: arn };
};
