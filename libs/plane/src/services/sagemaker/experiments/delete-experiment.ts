/**
 * DeleteExperiment: removes an experiment that has no trials.
 * @source docs - all trials must be deleted first
 * @source unverified - the code and text for one that has some
 */
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { removeTags } from '../tags/tag-table.ts';
import { entityKey } from './entity-table.ts';
import { experimentTable } from './experiment-table.ts';

export const deleteExperiment: SageMakerHandler<'DeleteExperiment'> = (input, context) => {
  const { store } = context.plane;
  const { ExperimentArn: arn } = experimentTable.require(context, input.ExperimentName);
  const trial = store.get(
    'select 1 from sagemaker_trial where account = ? and region = ? and experiment = ? limit 1',
    context.accountId,
    context.region,
    entityKey(input.ExperimentName),
  );
  if (trial) {
    throw validationException(`Experiment '${input.ExperimentName}' has trials: delete all of its trials first.`);
  }
  experimentTable.remove(context, input.ExperimentName);
  removeTags(store, arn!);
  return { ExperimentArn: arn };
};
