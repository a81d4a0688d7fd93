/** The table of what is kept ahead, per version or alias. */
import type { ProvisionedConcurrencyStatusEnum } from '@aws-sdk/client-lambda';
import type { Store } from '../../store/store.ts';

export const PROVISIONED_SCHEMA = [
  `create table if not exists lambda_provisioned (
     id integer primary key, function integer not null, account text not null, region text not null, name text not null,
     qualifier text not null, requested integer not null, status text not null, reason text, modified integer not null,
     unique (function, qualifier))`,
];

export interface ProvisionedRow {
  readonly id: number;
  readonly function: number;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly qualifier: string;
  readonly requested: number;
  readonly status: ProvisionedConcurrencyStatusEnum;
  readonly reason: string | null;
  /** Service time in milliseconds. */
  readonly modified: number;
}

export const findProvisioned = (store: Store, functionId: number, qualifier: string): ProvisionedRow | undefined =>
  store.get<ProvisionedRow>(
    'select * from lambda_provisioned where function = ? and qualifier = ?',
    functionId,
    qualifier,
  );

/** Of one function, or of all. */
export const allProvisioned = (store: Store, functionId?: number): ProvisionedRow[] =>
  functionId === undefined
    ? store.all<ProvisionedRow>('select * from lambda_provisioned')
    : store.all<ProvisionedRow>('select * from lambda_provisioned where function = ?', functionId);
