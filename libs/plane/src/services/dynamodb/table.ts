/** The tables of an account and region: what DescribeTable answers, kept in step with each table's machine. */
import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { CallContext } from '../../service.ts';
import { decodeDocument, encodeDocument } from '../../store/document.ts';
import type { Store } from '../../store/store.ts';
import { noSuchTable, tableInUse } from './errors.ts';

export const TABLE_SCHEMA = [
  `create table if not exists dynamodb_table (
     id text primary key, account text not null, region text not null, name text not null, document text not null,
     unique (account, region, name)) without rowid`,
];

/** Its name, id, ARN and status are always there. */
export type Table = TableDescription & {
  readonly TableName: string;
  readonly TableId: string;
  readonly TableArn: string;
};

interface TableRow {
  readonly document: string;
}

export interface TableOwner {
  readonly accountId: string;
  readonly region: string;
}

/** By row: the store hands out the same one until something is written. */
const decoded = new WeakMap<TableRow, Table>();

export const tableArn = ({ accountId, region }: TableOwner, name: string): string =>
  `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;

/** The name of a table that is named by name or, in its own account and region, by ARN. */
export const tableName = (owner: TableOwner, nameOrArn: string): string => {
  const prefix = tableArn(owner, '');
  return nameOrArn.startsWith(prefix) ? nameOrArn.slice(prefix.length) : nameOrArn;
};

/** The table, shared with whoever else reads it: not to be changed. */
export const findTable = (store: Store, { accountId, region }: TableOwner, name: string): Table | undefined => {
  const row = store.get<TableRow>(
    'select document from dynamodb_table where account = ? and region = ? and name = ?',
    accountId,
    region,
    name,
  );
  if (!row) return undefined;
  const known = decoded.get(row) ?? decodeDocument<Table>(row.document);
  decoded.set(row, known);
  return known;
};

export const tableById = (store: Store, tableId: string): Table | undefined => {
  const row = store.get<TableRow>('select document from dynamodb_table where id = ?', tableId);
  return row && decodeDocument<Table>(row.document);
};

/** @throws AwsError ResourceNotFoundException */
export const requireTable = ({ plane, ...owner }: CallContext & TableOwner, nameOrArn: string): Table => {
  const name = tableName(owner, nameOrArn);
  const table = findTable(plane.store, owner, name);
  if (!table) throw noSuchTable(name);
  return table;
};

/**
 * The table, when nothing is being done with it.
 * @throws AwsError ResourceNotFoundException, ResourceInUseException
 */
export const requireIdleTable = (context: CallContext, nameOrArn: string): Table => {
  const table = requireTable(context, nameOrArn);
  const doing = BUSY[table.TableStatus!];
  if (doing === undefined) return table;
  throw tableInUse(`Attempt to change a resource which is still in use: Table is being ${doing}: ${table.TableName}`);
};

const BUSY: Readonly<Partial<Record<string, string>>> = {
  CREATING: 'created',
  UPDATING: 'updated',
  DELETING: 'deleted',
};

/** @throws AwsError ResourceInUseException when the name is taken */
export const insertTable = (store: Store, { accountId, region }: TableOwner, table: Table): void => {
  const added = store.run(
    'insert into dynamodb_table (id, account, region, name, document) values (?, ?, ?, ?, ?) on conflict do nothing',
    table.TableId,
    accountId,
    region,
    table.TableName,
    encodeDocument(table),
  );
  if (added === 0) throw tableInUse(`Table already exists: ${table.TableName}`);
};

export const updateTable = (store: Store, table: Table): void => {
  store.run('update dynamodb_table set document = ? where id = ?', encodeDocument(table), table.TableId);
};

export const deleteTable = (store: Store, tableId: string): void => {
  store.run('delete from dynamodb_table where id = ?', tableId);
};

/** Names after `after`, in order. */
export const tableNames = (
  store: Store,
  { accountId, region }: TableOwner,
  after: string,
  limit: number,
): readonly string[] =>
  store
    .all<{ name: string }>(
      'select name from dynamodb_table where account = ? and region = ? and name > ? order by name limit ?',
      accountId,
      region,
      after,
      limit,
    )
    .map(({ name }) => name);
