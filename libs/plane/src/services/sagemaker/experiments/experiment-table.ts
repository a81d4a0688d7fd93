/** The table of experiments. */
import type { Output } from '../sagemaker-handler.ts';
import { entitySchema, entityTable } from './entity-table.ts';

export type Experiment = Output<'DescribeExperiment'>;

export const EXPERIMENT_SCHEMA = entitySchema('sagemaker_experiment');

export const experimentTable = entityTable<Experiment>({
  table: 'sagemaker_experiment',
  kind: 'experiment',
  noun: 'Experiment',
});
