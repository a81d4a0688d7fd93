/** Which trial components belong to which trials. */
import type { Store } from '../../../store/store.ts';
import type { Condition } from '../../../store/page-filter.ts';
import type { Owner } from '../arn.ts';
import { entityKey } from './entity-table.ts';

export const TRIAL_MEMBERSHIP_SCHEMA = [
  `create table if not exists sagemaker_trial_membership (
     account text not null, region text not null, trial text not null, component text not null,
     primary key (account, region, trial, component)) without rowid`,
  `create index if not exists sagemaker_trial_membership_component
     on sagemaker_trial_membership (account, region, component, trial)`,
];

const keyOf = ({ accountId, region }: Owner, ...names: readonly string[]): string[] => [
  accountId,
  region,
  ...names.map(entityKey),
];

/** Adds the component to the trial; one that is in it already stays. */
export const joinTrial = (store: Store, owner: Owner, trial: string, component: string): void => {
  const sql =
    'insert into sagemaker_trial_membership (account, region, trial, component) values (?, ?, ?, ?) on conflict do nothing';
  store.run(sql, ...keyOf(owner, trial, component));
};

/** False when the component was not in the trial. */
export const leaveTrial = (store: Store, owner: Owner, trial: string, component: string): boolean => {
  const sql = 'delete from sagemaker_trial_membership where account = ? and region = ? and trial = ? and component = ?';
  return store.run(sql, ...keyOf(owner, trial, component)) > 0;
};

const exists = (store: Store, owner: Owner, column: 'trial' | 'component', name: string): boolean => {
  const sql = `select 1 from sagemaker_trial_membership where account = ? and region = ? and ${column} = ? limit 1`;
  return store.get(sql, ...keyOf(owner, name)) !== undefined;
};

export const trialHasComponents = (store: Store, owner: Owner, trial: string): boolean =>
  exists(store, owner, 'trial', trial);

export const componentHasTrials = (store: Store, owner: Owner, component: string): boolean =>
  exists(store, owner, 'component', component);

/** Keeps the rows of `sagemaker_trial` that hold the component. */
export const holdingComponent = (owner: Owner, component: string): Condition => ({
  sql: 'name in (select trial from sagemaker_trial_membership where account = ? and region = ? and component = ?)',
  values: keyOf(owner, component),
});

/** Keeps the rows of `sagemaker_trial_component` that are in the trial. */
export const inTrial = (owner: Owner, trial: string): Condition => ({
  sql: 'name in (select component from sagemaker_trial_membership where account = ? and region = ? and trial = ?)',
  values: keyOf(owner, trial),
});

/** Keeps the rows of `sagemaker_trial_component` that are in a trial of the experiment. */
export const inExperiment = (owner: Owner, experiment: string): Condition => ({
  sql: `name in (select m.component from sagemaker_trial t
          join sagemaker_trial_membership m on m.account = t.account and m.region = t.region and m.trial = t.name
         where t.account = ? and t.region = ? and t.experiment = ?)`,
  values: keyOf(owner, experiment),
});
