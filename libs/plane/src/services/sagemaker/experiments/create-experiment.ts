/**
 * CreateExperiment: makes an experiment, which trials join.
 * @source docs - names are unique without regard to case
 * @source unverified - the text for a name that is taken; the SageMaker SDK looks for "already exists" in it
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { userContext } from '../user-context.ts';
import { experimentTable } from './experiment-table.ts';

export const createExperiment: SageMakerHandler<'CreateExperiment'> = (input, context) => {
  const arn = experimentTable.arn(context, input.ExperimentName);
  const now = new Date(context.now());
  const creator = userContext(context.principal);
  experimentTable.insert(context, input.ExperimentName, {
    ExperimentName: input.ExperimentName,
    ExperimentArn: arn,
    DisplayName: input.DisplayName ?? input.ExperimentName,
    Description: input.Description,
    CreationTime: now,
    CreatedBy: creator,
    LastModifiedTime: now,
    LastModifiedBy: creator,
  });
  putTags(context.plane.store, arn, input.Tags);
  return { ExperimentArn: arn };
};
