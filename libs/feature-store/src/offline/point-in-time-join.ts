/**
 * The point-in-time join of one group as statements of DuckDB, over the tables `spine(n, t, k<j>)` and `id<j>(id, c)`:
 *
 * 1. `hit<i>(n, c, e)`: by ASOF, the latest event time at or before the row's, of ids as small numbers and without features;
 * 2. `record<i>`: the records of those hits alone, one each by AWS's rule for duplicates.
 *
 * Sorting ten million ids and times is cheap, sorting their features is not; only what some row uses is looked at for duplicates.
 */
import { ttlMicros } from './record-time.ts';

export interface JoinedSource {
  /** The number of the source in its view. */
  readonly index: number;
  /** The number of its id in the spine. */
  readonly id: number;
  /** As `recordSource` gives it. */
  readonly relation: string;
  readonly ttlSeconds?: number | undefined;
  /** How many features are taken. */
  readonly features: number;
  /** Microseconds: of the spine. */
  readonly times: { readonly first: bigint; readonly last: bigint };
}

const featureList = (count: number, table: string): string =>
  Array.from({ length: count }, (_, index) => `, ${table}f${index}`).join('');

/** AWS's rule for records of one id and event time: the last invocation, then the last write. */
export const LATEST_FIRST = 'a DESC, w DESC, position DESC';

/** The numbers of the ids that the spine has. */
export const idStatement = (id: number): string =>
  `CREATE TEMP TABLE id${id} AS SELECT k AS id, CAST(row_number() OVER () AS INTEGER) AS c
   FROM (SELECT DISTINCT k${id} AS k FROM spine WHERE k${id} IS NOT NULL)`;

export const joinStatements = ({ index, id, relation, ttlSeconds, features, times }: JoinedSource): string[] => {
  const ttl = ttlSeconds === undefined ? undefined : ttlMicros(ttlSeconds);
  const range = [`r.e <= ${times.last}`, ...(ttl === undefined ? [] : [`r.e > ${times.first - ttl}`])].join(' AND ');
  return [
    `CREATE TEMP TABLE hit${index} AS SELECT s.n, s.c, r.e
     FROM (SELECT n, t, c FROM spine JOIN id${id} ON k${id} = id) s
     ASOF JOIN (SELECT c, e FROM ${relation} r JOIN id${id} USING (id) WHERE ${range}) r ON s.c = r.c AND s.t >= r.e
     ${ttl === undefined ? '' : `WHERE s.t - r.e < ${ttl}`}`,
    `CREATE TEMP TABLE record${index} AS SELECT c, e, a, w, position, deleted${featureList(features, 'r.')}
     FROM ${relation} r JOIN id${id} USING (id) JOIN (SELECT DISTINCT c, e FROM hit${index}) USING (c, e)`,
  ];
};

/** Whether two records of one id and event time are there. */
export const duplicatesQuery = ({ index }: Pick<JoinedSource, 'index'>): string =>
  `SELECT (SELECT count(*) FROM record${index}) > (SELECT count(*) FROM (SELECT DISTINCT c, e FROM record${index})) AS found`;

export const dedupeStatement = ({ index }: Pick<JoinedSource, 'index'>): string =>
  `CREATE OR REPLACE TEMP TABLE record${index} AS SELECT * FROM record${index}
   QUALIFY row_number() OVER (PARTITION BY c, e ORDER BY ${LATEST_FIRST}) = 1`;

/** What joins a source to `spine_row s`: its features are `r<i>.f0`, `r<i>.f1`, …, null where none is known or it was deleted. */
export const joinClause = ({ index }: Pick<JoinedSource, 'index'>): string =>
  `LEFT JOIN hit${index} h${index} ON h${index}.n = s.n
   LEFT JOIN record${index} r${index} ON r${index}.c = h${index}.c AND r${index}.e = h${index}.e AND NOT r${index}.deleted`;
