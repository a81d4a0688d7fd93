/** Joins all groups of a view to a spine. */
import type { FeatureGroup, FeatureView } from '../groups/feature-group.ts';
import { checkSpine, identifierType, type CheckedSpine } from './check-spine.ts';
import type { Engine } from './duckdb.ts';
import type { TimeRange } from './partition.ts';
import {
  dedupeStatement,
  duplicatesQuery,
  idStatement,
  joinClause,
  joinStatements,
  type JoinedSource,
} from './point-in-time-join.ts';
import { recordSource, SQL_TYPES } from './record-source.ts';
import { microsOf } from './record-time.ts';
import { readSpine, type Spine } from './spine.ts';
import { quoted } from './sql.ts';

/** The local files of a group that can hold records of the range. */
export type FilesOf = (group: FeatureGroup, range: TimeRange) => Promise<readonly string[]>;

/** The event times, in milliseconds, that rows of these times can need. */
const rangeOf = ({ first, last }: NonNullable<CheckedSpine['times']>, ttlSeconds: number | undefined): TimeRange => ({
  ...(ttlSeconds !== undefined && { from: Math.floor(Number(first) / 1000 - ttlSeconds * 1000) - 1 }),
  to: Math.ceil(Number(last) / 1000),
});

/** A column that comes from elsewhere, with the clause that joins it to `spine_row s`. */
export interface MadeColumn {
  readonly name: string;
  readonly sql: string;
  readonly join: string;
}

const join = async (engine: Engine, source: JoinedSource): Promise<void> => {
  for (const statement of joinStatements(source)) await engine.run(statement);
  const [duplicates] = await engine.rows(duplicatesQuery(source));
  if (duplicates!['found'] === true) await engine.run(dedupeStatement(source));
};

/**
 * Leaves the joined tables in the engine.
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
  const known = asOf && { asOf: BigInt(microsOf(asOf.getTime() / 1000)) };
  for (const [index, source] of view.sources.entries()) {
    const files = times ? await filesOf(source.group, rangeOf(times, source.ttlSeconds)) : [];
    const { relation } = await recordSource(engine, source.group, files, source.features, known);
    await join(engine, {
      ...{ index, relation, ttlSeconds: source.ttlSeconds, features: source.features.length },
      id: ids.findIndex(({ column, type }) => column === source.key && type === identifierType(source)),
      times: times ?? { first: 0n, last: 0n },
    });
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
  const clauses = view.sources.map((_, index) => joinClause({ index }));
  return (made = []) => {
    const all = [...list, ...made.map(({ sql, name }) => `${sql} AS ${quoted(name)}`)];
    const joins = [...clauses, ...new Set(made.map(({ join }) => join))].join(' ');
    return `SELECT ${all.join(', ')} FROM spine_row s ${joins} ORDER BY s.n`;
  };
};
