/** The tags of tables. */
import type { Tag } from '@aws-sdk/client-dynamodb';
import type { CallContext } from '../../service.ts';
import type { Store } from '../../store/store.ts';
import { validationException } from '../../wire/aws-error.ts';
import { noSuchResource } from './errors.ts';
import { findTable, tableArn, type Table } from './table.ts';

export const TABLE_TAG_SCHEMA = [
  `create table if not exists dynamodb_table_tag (
     table_id text not null, key text not null, value text not null, primary key (table_id, key)) without rowid`,
];

const MOST_TAGS = 50;

/**
 * The table that an ARN names.
 * @throws AwsError ResourceNotFoundException, in words that depend on the operation
 */
export const taggedTable = (context: CallContext, arn: string, words = `: ResourcArn: ${arn} not found`): Table => {
  const prefix = tableArn(context, '');
  const table = arn.startsWith(prefix) ? findTable(context.plane.store, context, arn.slice(prefix.length)) : undefined;
  if (table) return table;
  if (!/^arn:aws:dynamodb:[^:]+:\d+:table\/[^/]{3,}$/.test(arn)) {
    throw validationException(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  throw noSuchResource(words);
};

export const tagsOf = (store: Store, tableId: string): Tag[] =>
  store.all<{ Key: string; Value: string }>(
    'select key as Key, value as Value from dynamodb_table_tag where table_id = ? order by key',
    tableId,
  );

/** @throws AwsError ValidationException when there would be too many */
export const addTags = (store: Store, tableId: string, tags: readonly Tag[]): void => {
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw validationException('One or more parameter values were invalid: Duplicate tag keys');
  }
  for (const { Key, Value } of tags) {
    store.run(
      'insert or replace into dynamodb_table_tag (table_id, key, value) values (?, ?, ?)',
      tableId,
      Key!,
      Value!,
    );
  }
  if (tagsOf(store, tableId).length > MOST_TAGS) {
    throw validationException(`One or more parameter values were invalid: Too many tags: ${MOST_TAGS} at most`);
  }
};

export const removeTags = (store: Store, tableId: string, keys: readonly string[]): void => {
  for (const key of keys) store.run('delete from dynamodb_table_tag where table_id = ? and key = ?', tableId, key);
};

export const deleteTableTags = (store: Store, tableId: string): void => {
  store.run('delete from dynamodb_table_tag where table_id = ?', tableId);
};
