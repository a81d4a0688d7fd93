/** Joins all groups of a view to a spine. */
import { join } from 'node:path';
import type { FeatureGroup, FeatureView } from '../groups/feature-group.ts';
import { checkSpine, identifierType, type CheckedSpine } from './check-spine.ts';
import type { Engine } from './duckdb.ts';
import type { TimeRange } from './partition.ts';
import { idStatement, joinStatements } from './point-in-time-join.ts';
import { recordSource, SQL_TYPES } from './record-source.ts';
import { microsOf } from './record-time.ts';
import { readSpine, type Spine } from './spine.ts';
import { literal, quoted } from './sql.ts';
import { rowsOfGroup } from './write-parquet.ts';

/** The local files of a group that can hold records of the range. */
export type FilesOf = (group: FeatureGroup, range: TimeRange) => Promise<readonly string[]>;

/** The event times, in milliseconds, that rows of these times can need. */
const rangeOf = ({ first, last }: NonNullable<CheckedSpine['times']>, ttlSeconds: number | undefined): TimeRange => ({
  ...(ttlSeconds !== undefined && { from: Math.floor(Number(first) / 1000 - ttlSeconds * 1000) - 1 }),
  to: Math.ceil(Number(last) / 1000),
});

/** A column of another table that has a row for each row of the spine, in its order. */
export interface MadeColumn {
  readonly name: string;
  readonly sql: string;
  readonly table: string;
}

/**
 * Leaves the joined groups in the engine's folder.
 * @returns makes the query that reads the rows in the order of the spine: its columns, those of the view, and those asked for
 * @throws GradusError of the spine
 */
export const joinView = async (
  engine: Engine,
  view: FeatureView,
  spine: Spine,
  filesOf: FilesOf,
  asOf?: Date,
): Promise<(made?: readonly MadeColumn[]) => string> => {
  const columns = await readSpine(engine, spine, new Set(view.sources.map(({ key }) => key)));
  const { ids, times } = await checkSpine(engine, view, spine, columns);
  for (const id of ids.keys()) await engine.run(idStatement(id));
  const fileOf = (index: number): string => join(engine.folder, `group${index}.parquet`);
  // The files are read side by side: a group of rows of each is held at a time.
  const groupRows = rowsOfGroup(view.sources.reduce((sum, { features }) => sum + features.length, 0));
  const known = asOf && { asOf: BigInt(microsOf(asOf.getTime() / 1000)) };
  for (const [index, source] of view.sources.entries()) {
    if (source.features.length === 0) continue;
    const files = times ? await filesOf(source.group, rangeOf(times, source.ttlSeconds)) : [];
    const { relation } = await recordSource(engine, source.group, files, source.features, known);
    const statements = joinStatements({
      ...{ file: fileOf(index), groupRows, relation },
      ...{ ttlSeconds: source.ttlSeconds, features: source.features.length },
      id: ids.findIndex(({ column, type }) => column === source.key && type === identifierType(source)),
      times: times ?? { first: 0n, last: 0n },
    });
    for (const statement of statements) await engine.run(statement);
  }
  const list = [
    ...columns.map(({ name, untyped }, index) => {
      const id = untyped && ids.find(({ column }) => column === name);
      return `${id ? `CAST(s.c${index} AS ${SQL_TYPES[id.type]})` : `s.c${index}`} AS ${quoted(name)}`;
    }),
    ...view.sources.flatMap(({ features }, source) =>
      features.map(({ column }, index) => `r${source}.f${index} AS ${quoted(column)}`),
    ),
  ];
  const tables = view.sources.flatMap(({ features }, index) =>
    features.length === 0 ? [] : [`read_parquet(${literal(fileOf(index))}) r${index}`],
  );
  return (made = []) => {
    const all = [...list, ...made.map(({ sql, name }) => `${sql} AS ${quoted(name)}`)];
    const beside = [...tables, ...new Set(made.map(({ table }) => table))];
    return `SELECT ${all.join(', ')} FROM ${['spine_row s', ...beside].join(' POSITIONAL JOIN ')}`;
  };
};
