/**
 * DeleteTrial: removes a trial that no component belongs to.
 * @source docs - all trial components must be gone first
 * @source unverified - the code and text for a trial that has some
 */
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { removeTags } from '../tags/tag-table.ts';
import { trialHasComponents } from './trial-membership.ts';
import { trialTable } from './trial-table.ts';

export const deleteTrial: SageMakerHandler<'DeleteTrial'> = (input, context) => {
  const { store } = context.plane;
  const { TrialArn: arn } = trialTable.require(context, input.TrialName);
  if (trialHasComponents(store, context, input.TrialName)) {
    throw validationException(`Trial '${input.TrialName}' has trial components: disassociate all of them first.`);
  }
  trialTable.remove(context, input.TrialName);
  removeTags(store, arn!);
  return { TrialArn: arn };
};
