/** The tables of the feature store: groups, their features, the online records, and what the offline store has yet to get. */
import { OFFLINE_STORE_SCHEMA } from './offline/offline-store-schema.ts';

/** Both services that use the tables name them; each is created once. */
export const FEATURE_STORE_SCHEMA = [
  // A group's key is never used again, so that no row of a group that is gone becomes another's.
  `create table if not exists feature_store_group (
     id integer primary key autoincrement, account text not null, region text not null, name text not null,
     status text not null, offline_status text not null, created integer not null, modified integer not null,
     version text not null, document text not null, unique (account, region, name))`,
  'create index if not exists feature_store_group_created on feature_store_group (account, region, created, name)',
  'create index if not exists feature_store_group_status on feature_store_group (account, region, status, name)',
  `create table if not exists feature_store_feature (
     id integer primary key, account text not null, region text not null, group_id integer not null,
     name text not null, document text not null, unique (group_id, name))`,
  // event_time is in seconds, expires in milliseconds since the epoch; a tombstone has no record.
  `create table if not exists feature_store_record (
     group_id integer not null, identifier text not null, event_time real not null, expires integer, record text,
     primary key (group_id, identifier)) without rowid`,
  'create index if not exists feature_store_record_expires on feature_store_record (expires) where expires is not null',
  // event_time is in seconds, api_invocation_time in milliseconds since the epoch. A record is JSON of the values in the order
  // of the group's definitions: a text, a list of texts for a collection, or null; shorter when features were added since.
  `create table if not exists feature_store_pending (
     seq integer primary key autoincrement, group_id integer not null, event_time real not null,
     api_invocation_time integer not null, is_deleted integer not null, record text not null)`,
  ...OFFLINE_STORE_SCHEMA,
];
