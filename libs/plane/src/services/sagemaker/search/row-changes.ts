/** Which rows changed since the index read them: noted by SQLite's own triggers, in memory, within each transaction. */
import type { Store } from '../../../store/store.ts';
import type { SearchResource } from './search-resource.ts';

const TABLE = 'sagemaker_search_change';

/** A plane that starts has no index, so that nothing of this needs to survive it. */
const SCHEMA = [
  'pragma temp_store = memory',
  `create temp table if not exists ${TABLE} (
     seq integer primary key, resource text not null, id integer not null, unique (resource, id))`,
];

const EVENTS = [
  { event: 'insert', rows: ['new'] },
  { event: 'delete', rows: ['old'] },
  // No table changes the columns that tell which resource a row belongs to.
  { event: 'update', rows: ['new'] },
] as const;

// A conflict clause would be overruled by that of the statement that fires the trigger.
const noteSql = (resource: string, keys: string): string =>
  `insert into ${TABLE} (resource, id) select distinct '${resource}', changed.id from (${keys}) changed
     where not exists (select 1 from ${TABLE} c where c.resource = '${resource}' and c.id = changed.id);`;

/** Name, and what it does, of each trigger of the resource; a table may be watched for several reasons. */
const triggersOf = (resource: SearchResource): { readonly name: string; readonly sql: string }[] =>
  [{ table: resource.table, keys: (row: string) => `select ${row}.id as id` }, ...resource.watches].flatMap(
    ({ table, keys }, index) =>
      EVENTS.map(({ event, rows }) => ({
        name: `sagemaker_search_${resource.table}_${index}_${event}`,
        sql: `after ${event} on main.${table} begin
              ${rows.map((row) => noteSql(resource.table, keys(row))).join('\n')} end`,
      })),
  );

/** Begins to note changes. Not while anything is uncommitted: a lost batch would take the triggers along. */
export const noteChanges = (store: Store, resource: SearchResource): void =>
  store.migrate([
    ...SCHEMA,
    ...triggersOf(resource).map(({ name, sql }) => `create temp trigger if not exists ${name} ${sql}`),
  ]);

/** Ends it, and forgets what was noted. Not while anything is uncommitted. */
export const ignoreChanges = (store: Store, resource: SearchResource): void =>
  store.migrate([
    ...triggersOf(resource).map(({ name }) => `drop trigger if exists temp.${name}`),
    `delete from ${TABLE} where resource = '${resource.table}'`,
  ]);

/** The number of the latest change that was noted; undefined when there is none. */
export const latestChange = (store: Store, resource: SearchResource): number | undefined =>
  store.all<{ seq: number | null }>(`select max(seq) seq from ${TABLE} where resource = ?`, resource.table)[0]?.seq ??
  undefined;

/** Takes changes up to number `until`, at most `limit`: the keys of their rows. Whoever takes them reads the rows in the same turn. */
export const takeChanges = (store: Store, resource: SearchResource, until: number, limit: number): number[] => {
  const changes = store.all<{ seq: number; id: number }>(
    `select seq, id from ${TABLE} where resource = ? and seq <= ? order by seq limit ?`,
    resource.table,
    until,
    limit,
  );
  store.transaction(() => {
    for (const { seq } of changes) store.run(`delete from ${TABLE} where seq = ?`, seq);
  });
  return changes.map(({ id }) => id);
};
