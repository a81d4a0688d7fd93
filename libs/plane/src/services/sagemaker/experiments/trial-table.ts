/** The table of trials, each of one experiment. */
import type { Output } from '../sagemaker-handler.ts';
import { entityKey, entitySchema, entityTable } from './entity-table.ts';

export type Trial = Output<'DescribeTrial'>;

export const TRIAL_SCHEMA = [
  ...entitySchema('sagemaker_trial', ', experiment text not null'),
  `create index if not exists sagemaker_trial_experiment on sagemaker_trial (account, region, experiment, created, name)`,
];

export const trialTable = entityTable<Trial>({
  table: 'sagemaker_trial',
  kind: 'experiment-trial',
  noun: 'Trial',
  columns: { experiment: ({ ExperimentName }) => entityKey(ExperimentName!) },
});
