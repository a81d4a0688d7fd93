/** By which attribute the items of a table expire, and since when. */
import type { TimeToLiveStatus } from '@aws-sdk/client-dynamodb';
import type { Store } from '../../store/store.ts';

export const TIME_TO_LIVE_SCHEMA = [
  `create table if not exists dynamodb_time_to_live (
     table_id text primary key, attribute text not null, status text not null, changed integer not null) without rowid`,
];

export interface TimeToLive {
  readonly tableId: string;
  readonly attribute: string;
  readonly status: TimeToLiveStatus;
  /** When it was last asked to be otherwise, in milliseconds of service time. */
  readonly changed: number;
}

export const findTimeToLive = (store: Store, tableId: string): TimeToLive | undefined =>
  store.get<TimeToLive>(
    'select table_id as tableId, attribute, status, changed from dynamodb_time_to_live where table_id = ?',
    tableId,
  );

/** The attribute by which what is written now will expire. */
export const expiryAttribute = (store: Store, tableId: string): string | undefined => {
  const found = findTimeToLive(store, tableId);
  return found?.status === 'ENABLING' || found?.status === 'ENABLED' ? found.attribute : undefined;
};

export const saveTimeToLive = (store: Store, { tableId, attribute, status, changed }: TimeToLive): void => {
  store.run(
    'insert or replace into dynamodb_time_to_live (table_id, attribute, status, changed) values (?, ?, ?, ?)',
    tableId,
    attribute,
    status,
    changed,
  );
};

export const deleteTimeToLive = (store: Store, tableId: string): void => {
  store.run('delete from dynamodb_time_to_live where table_id = ?', tableId);
};
