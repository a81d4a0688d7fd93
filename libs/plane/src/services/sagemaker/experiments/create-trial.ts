/**
 * CreateTrial: makes a trial of an experiment that exists.
 * @source docs
 * @source unverified - the texts for a name that is taken and for an experiment that is not there
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags } from '../tags/tag-table.ts';
import { userContext } from '../user-context.ts';
import { experimentTable } from './experiment-table.ts';
import { trialTable } from './trial-table.ts';

export const createTrial: SageMakerHandler<'CreateTrial'> = (input, context) => {
  const experiment = experimentTable.require(context, input.ExperimentName);
  const arn = trialTable.arn(context, input.TrialName);
  const now = new Date(context.now());
  const creator = userContext(context.principal);
  trialTable.insert(context, input.TrialName, {
    TrialName: input.TrialName,
    TrialArn: arn,
    DisplayName: input.DisplayName ?? input.TrialName,
    ExperimentName: experiment.ExperimentName,
    CreationTime: now,
    CreatedBy: creator,
    LastModifiedTime: now,
    LastModifiedBy: creator,
    MetadataProperties: input.MetadataProperties,
  });
  putTags(context.plane.store, arn, input.Tags);
  return { TrialArn: arn };
};
