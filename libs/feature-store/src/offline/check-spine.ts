/** Whether a spine fits a view: its columns, their types, its times; made into what the joins read. */
import { didYouMean, type FeatureType, type Mistake } from '@gradus/core';
import type { FeatureView, ViewSource } from '../groups/feature-group.ts';
import type { Engine } from './duckdb.ts';
import { errors } from '../errors.ts';
import { SQL_TYPES } from './record-source.ts';
import { checkTimes } from './spine-times.ts';
import { timeColumnOf, type Spine, type SpineColumn } from './spine.ts';

const SHOWN = 10;

/** What the table `spine` holds: `n`, the time `t` in microseconds, and an id for each of these as `k0`, `k1`, …. */
export interface CheckedSpine {
  readonly ids: readonly SpineId[];
  readonly rows: number;
  /** The earliest and the latest time in microseconds; nothing where there are no rows. */
  readonly times?: { readonly first: bigint; readonly last: bigint };
}

export interface SpineId {
  readonly column: string;
  readonly type: FeatureType;
}

export const identifierType = ({ group }: ViewSource): FeatureType =>
  group.features.find(({ name }) => name === group.recordIdentifier)!.type;

/** The ids that a view's groups are joined by, each once. */
export const idsOf = (view: FeatureView): SpineId[] => {
  const ids = new Map<string, SpineId>();
  for (const source of view.sources) {
    const id = { column: source.key, type: identifierType(source) };
    ids.set(`${id.type} ${id.column}`, id);
  }
  return [...ids.values()];
};

const ACCEPTED: Record<FeatureType, RegExp> = {
  String: /^VARCHAR$/,
  Integral: /^U?(BIG|SMALL|TINY)INT$|^U?INTEGER$/,
  Fractional: /^U?(BIG|SMALL|TINY)INT$|^U?INTEGER$|^DOUBLE$|^FLOAT$|^DECIMAL/,
};

const columnMistakes = (
  view: FeatureView,
  columns: readonly SpineColumn[],
  ids: readonly SpineId[],
  time: string,
): Mistake[] => {
  const names = columns.map(({ name }) => name);
  const needed = new Set([time, ...ids.map(({ column }) => column)]);
  const missing = [...needed]
    .filter((column) => !names.includes(column))
    .map((column): Mistake => ({
      path: column,
      message: column === time ? 'the spine has no such column for its times' : 'the spine has no such column of ids',
      allowed: names,
      ...{ remedy: didYouMean(column, names) ?? `Add ${column}, or name the column that holds it.` },
    }));
  const clashes = view.sources
    .flatMap(({ features }) => features)
    .filter(({ column }) => names.includes(column))
    .map(({ column }): Mistake => ({
      path: column,
      message: `the spine has a column of the name of a feature of the view "${view.name}"`,
      remedy: 'Rename the column of the spine, or give the group a prefix in the view.',
    }));
  return [...missing, ...clashes];
};

const typeMistakes = (columns: readonly SpineColumn[], ids: readonly SpineId[]): Mistake[] =>
  ids.flatMap(({ column, type }) => {
    const found = columns.find(({ name }) => name === column)!;
    if (found.untyped || ACCEPTED[type].test(found.type)) return [];
    const message = `its ids are ${found.type}, but those of the feature group are ${type}`;
    return [{ path: column, message, got: found.type, allowed: [SQL_TYPES[type]] }];
  });

/** Ids of a text file that are not what the group's are. */
const checkIds = async (engine: Engine, id: SpineId, columns: readonly SpineColumn[]): Promise<string> => {
  const index = columns.findIndex(({ name }) => name === id.column);
  if (!columns[index]!.untyped) return `CAST(c${index} AS ${SQL_TYPES[id.type]})`;
  const value = `TRY_CAST(c${index} AS ${SQL_TYPES[id.type]})`;
  const wrong = await engine.rows(
    `SELECT n + 1 AS row, c${index} AS value FROM spine_row WHERE c${index} IS NOT NULL AND ${value} IS NULL ORDER BY n LIMIT ${SHOWN}`,
  );
  if (wrong.length === 0) return value;
  throw errors.make('SPINE_TYPE_DIFFERS', `ids in the column ${id.column} of the spine are not ${id.type}`, {
    allowed: [SQL_TYPES[id.type]],
    mistakes: wrong.map(({ row, value: got }) => ({
      path: `row ${String(row)}`,
      message: `${id.column} is not ${id.type}`,
      got,
    })),
    remedy: 'Mend these ids, or declare the identifier as String.',
  });
};

/**
 * Checks a spine that was read and makes the table `spine` of it. A row whose id is null is kept; it has no features.
 * @throws GradusError SPINE_COLUMNS, SPINE_TYPE_DIFFERS, SPINE_TIME_MIXED, SPINE_TIME_INVALID
 */
export const checkSpine = async (
  engine: Engine,
  view: FeatureView,
  spine: Spine,
  columns: readonly SpineColumn[],
): Promise<CheckedSpine> => {
  const name = timeColumnOf(spine);
  const ids = idsOf(view);
  const mistakes = columnMistakes(view, columns, ids, name);
  if (mistakes.length > 0) {
    throw errors.make('SPINE_COLUMNS', `the columns of the spine do not fit the view "${view.name}"`, {
      got: columns.map((column) => column.name),
      ...{
        mistakes,
        remedy: 'The spine needs a column for its times and one for each id, and none named as a feature.',
      },
    });
  }
  const types = typeMistakes(columns, ids);
  if (types.length > 0) {
    throw errors.make('SPINE_TYPE_DIFFERS', 'ids of the spine are of another type than those of the feature groups', {
      ...{ mistakes: types, remedy: 'Convert the column of the spine, or declare the identifier by the type it has.' },
    });
  }
  const index = columns.findIndex((column) => column.name === name);
  const time = await checkTimes(engine, { name, column: `c${index}`, type: columns[index]!.type });
  const keys: string[] = [];
  for (const id of ids) keys.push(`${await checkIds(engine, id, columns)} AS k${keys.length}`);
  await engine.run(`CREATE TEMP TABLE spine AS SELECT n, ${[`${time} AS t`, ...keys].join(', ')} FROM spine_row`);
  const [bounds] = await engine.rows('SELECT count(*) AS rows, min(t) AS first, max(t) AS last FROM spine');
  const { rows, first, last } = bounds as { rows: bigint; first: bigint | null; last: bigint | null };
  return { ids, rows: Number(rows), ...(first !== null && last !== null && { times: { first, last } }) };
};
