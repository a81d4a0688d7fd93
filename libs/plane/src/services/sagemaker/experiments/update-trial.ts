/**
 * UpdateTrial: changes the display name.
 * @source docs
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { userContext } from '../user-context.ts';
import { trialTable } from './trial-table.ts';

export const updateTrial: SageMakerHandler<'UpdateTrial'> = (input, context) => {
  const trial = trialTable.require(context, input.TrialName);
  trialTable.put(context.plane.store, context, input.TrialName, {
    ...trial,
    DisplayName: input.DisplayName ?? trial.DisplayName,
    LastModifiedTime: new Date(context.now()),
    LastModifiedBy: userContext(context.principal),
  });
  return { TrialArn: trial.TrialArn };
};
