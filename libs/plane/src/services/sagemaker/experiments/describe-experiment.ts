/**
 * DescribeExperiment: an experiment by name.
 * @source docs
 * @source unverified - the text for an experiment that is not there
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { experimentTable } from './experiment-table.ts';

export const describeExperiment: SageMakerHandler<'DescribeExperiment'> = (input, context) =>
  experimentTable.require(context, input.ExperimentName);
