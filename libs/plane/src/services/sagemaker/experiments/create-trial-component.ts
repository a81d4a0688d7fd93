/**
 * CreateTrialComponent: makes a stage of a trial: its status, times, parameters and artifacts.
 * @source docs
 * @source unverified - the texts for a name that is taken and for a parameter without a value
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { userContext } from '../user-context.ts';
import {
  checkTrialComponent,
  parametersOf,
  trialComponentTable,
  type TrialComponent,
} from './trial-component-table.ts';

export const createTrialComponent: SageMakerHandler<'CreateTrialComponent'> = (input, context) => {
  const { Tags, ...given } = input;
  const arn = trialComponentTable.arn(context, input.TrialComponentName);
  const now = new Date(context.now());
  const creator = userContext(context.principal);
  const component: TrialComponent = {
    ...given,
    Parameters: parametersOf(given.Parameters),
    TrialComponentName: input.TrialComponentName,
    TrialComponentArn: arn,
    DisplayName: input.DisplayName ?? input.TrialComponentName,
    CreationTime: now,
    CreatedBy: creator,
    LastModifiedTime: now,
    LastModifiedBy: creator,
  };
  checkTrialComponent(component);
  trialComponentTable.insert(context, input.TrialComponentName, component);
  putTags(context.plane.store, arn, Tags);
  return { TrialComponentArn: arn };
};
