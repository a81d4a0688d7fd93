/**
 * UpdateExperiment: changes the display name and the description; an empty description removes it.
 * @source docs
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { userContext } from '../user-context.ts';
import { experimentTable } from './experiment-table.ts';

export const updateExperiment: SageMakerHandler<'UpdateExperiment'> = (input, context) => {
  const experiment = experimentTable.require(context, input.ExperimentName);
  experimentTable.put(context.plane.store, context, input.ExperimentName, {
    ...experiment,
    DisplayName: input.DisplayName ?? experiment.DisplayName,
    Description: (input.Description ?? experiment.Description) || undefined,
    LastModifiedTime: new Date(context.now()),
    LastModifiedBy: userContext(context.principal),
  });
  return { ExperimentArn: experiment.ExperimentArn };
};
