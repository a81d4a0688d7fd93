/**
 * The point-in-time join of one group as statements of DuckDB, over the tables `spine(n, t, k<j>)` and `id<j>(id, c)`:
 *
 * 1. `hit(n, c, e)`: by ASOF, the latest event time at or before the row's, of ids as small numbers and without features;
 * 2. `record(c, e, position, deleted)`: where the records of those hits are, one each by AWS's rule for duplicates;
 * 3. a file of `f0`, `f1`, …: the features of those records alone, a row for each row of the spine, in its order.
 *
 * Sorting ten million ids and times is cheap, sorting their features is not; only what some row uses is looked at for duplicates.
 * As every group comes in the order of the spine, groups are put side by side without a join: rows as wide as the view are neither
 * hashed, sorted nor held in memory.
 */
import { ttlMicros } from './record-time.ts';
import { literal } from './sql.ts';

export interface JoinedSource {
  /** The Parquet file that its features go to, and the rows of each of the file's groups. */
  readonly file: string;
  readonly groupRows: number;
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

/** AWS's rule for records of one id and event time: the last invocation, then the last write. */
export const LATEST_FIRST = 'a DESC, w DESC, position DESC';

/** The numbers of the ids that the spine has. */
export const idStatement = (id: number): string =>
  `CREATE TEMP TABLE id${id} AS SELECT k AS id, CAST(row_number() OVER () AS INTEGER) AS c
   FROM (SELECT DISTINCT k${id} AS k FROM spine WHERE k${id} IS NOT NULL)`;

export const joinStatements = ({
  file,
  groupRows,
  id,
  relation,
  ttlSeconds,
  features,
  times,
}: JoinedSource): string[] => {
  const ttl = ttlSeconds === undefined ? undefined : ttlMicros(ttlSeconds);
  const taken = (name: string): string => Array.from({ length: features }, (_, each) => `${name}${each}`).join(', ');
  const range = [`r.e <= ${times.last}`, ...(ttl === undefined ? [] : [`r.e > ${times.first - ttl}`])].join(' AND ');
  return [
    `CREATE OR REPLACE TEMP TABLE hit AS SELECT s.n, s.c, r.e
     FROM (SELECT n, t, c FROM spine JOIN id${id} ON k${id} = id) s
     ASOF JOIN (SELECT c, e FROM ${relation} r JOIN id${id} USING (id) WHERE ${range}) r ON s.c = r.c AND s.t >= r.e
     ${ttl === undefined ? '' : `WHERE s.t - r.e < ${ttl}`}`,
    `CREATE OR REPLACE TEMP TABLE record AS SELECT c, e, position, deleted
     FROM ${relation} r JOIN id${id} USING (id) JOIN (SELECT DISTINCT c, e FROM hit) USING (c, e)
     QUALIFY row_number() OVER (PARTITION BY c, e ORDER BY ${LATEST_FIRST}) = 1`,
    `COPY (SELECT ${taken('f.f')} FROM spine s
     LEFT JOIN (
       SELECT h.n, ${taken('r.f')} FROM ${relation} r
       JOIN (SELECT n, position FROM hit JOIN record USING (c, e) WHERE NOT deleted) h USING (position)
     ) f USING (n) ORDER BY s.n) TO ${literal(file)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${groupRows})`,
  ];
};
