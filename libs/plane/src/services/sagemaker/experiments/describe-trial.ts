/**
 * DescribeTrial: a trial by name.
 * @source docs
 * @source unverified - the text for a trial that is not there
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { trialTable } from './trial-table.ts';

export const describeTrial: SageMakerHandler<'DescribeTrial'> = (input, context) =>
  trialTable.require(context, input.TrialName);
