/**
 * A training set as one query of Athena (Trino), for tables past one machine: the semantics of `trainingSet`, over the Glue tables of
 * the groups and of the spine. The table expressions form a chain in which each is read once, because Trino evaluates one anew
 * for each place that names it, and would number the rows differently.
 */
import type { FeatureView, ViewSource } from '../groups/feature-group.ts';
import { secondsToMicros, ttlMicros } from './record-time.ts';
import { quoted } from './sql.ts';

export interface GlueTable {
  readonly database: string;
  readonly name: string;
}

export interface AthenaSpine extends GlueTable {
  /** The columns of the result, ids and time among them. */
  readonly columns: readonly string[];
  /** `event_time` when absent. */
  readonly time?: string;
  /** What the time column holds: `timestamp` in UTC, `iso8601` text or `seconds` since 1970. */
  readonly timeType: 'timestamp' | 'iso8601' | 'seconds';
}

const SECONDS: Readonly<Record<AthenaSpine['timeType'], (column: string) => string>> = {
  timestamp: (column) => `to_unixtime(${column})`,
  iso8601: (column) => `to_unixtime(from_iso8601_timestamp(${column}))`,
  seconds: (column) => column,
};

const micros = (column: string, type: AthenaSpine['timeType']): string =>
  secondsToMicros(SECONDS[type](quoted(column)));

const tableName = ({ database, name }: GlueTable): string => `${quoted(database)}.${quoted(name)}`;

const LISTED = ',\n    ';

const recordsOf = ({ group, features }: ViewSource, table: GlueTable, asOf: Date | undefined): string => {
  const columns = [
    `${quoted(group.recordIdentifier)} AS id`,
    `${micros(group.eventTime, group.eventTimeType === 'Fractional' ? 'seconds' : 'iso8601')} AS e`,
    'api_invocation_time AS a',
    'write_time AS w',
    'is_deleted AS d',
    ...features.map(({ name }, index) => `${quoted(name)} AS f${index}`),
  ];
  const known =
    asOf && `\n    WHERE write_time <= TIMESTAMP '${asOf.toISOString().replace('T', ' ').replace('Z', '')}'`;
  return `SELECT ${columns.join(', ')}\n    FROM ${tableName(table)}${known ?? ''}`;
};

const joinedWith = (source: ViewSource, index: number, table: GlueTable, asOf: Date | undefined): string => {
  const previous = index === 0 ? 'spine' : `joined_${index - 1}`;
  const taken = source.features.map((_, feature) => `r.f${feature} AS gradus_${index}_${feature}`);
  const columns = [
    's.*',
    ...taken,
    `r.d AS gradus_deleted_${index}`,
    `row_number() OVER (PARTITION BY s.gradus_row ORDER BY r.e DESC, r.a DESC, r.w DESC) AS gradus_rank_${index}`,
  ];
  const within =
    source.ttlSeconds === undefined ? '' : `\n    AND s.gradus_time - r.e < ${ttlMicros(source.ttlSeconds)}`;
  return `joined_${index} AS (
  SELECT ${columns.join(LISTED)}
  FROM ${previous} s
  LEFT JOIN (
    ${recordsOf(source, table, asOf)}
  ) r ON r.id = s.${quoted(source.key)}
    AND r.e <= s.gradus_time${within}${index === 0 ? '' : `\n  WHERE s.gradus_rank_${index - 1} = 1`}
)`;
};

/**
 * The query; Athena keeps no order of rows, so that the spine needs a column that tells them apart.
 * @param tables the Glue tables of the view's groups, by the groups' declared names (`OfflineLocation.table`)
 * @param asOf only what was written by then
 */
export const athenaTrainingSet = (
  view: FeatureView,
  spine: AthenaSpine,
  tables: Readonly<Record<string, GlueTable>>,
  asOf?: Date,
): string => {
  const own = spine.columns.map(quoted);
  const first = `spine AS (
  SELECT ${[...own, `${micros(spine.time ?? 'event_time', spine.timeType)} AS gradus_time`, 'row_number() OVER () AS gradus_row'].join(LISTED)}
  FROM ${tableName(spine)}
)`;
  const chain = view.sources.map((source, index) => joinedWith(source, index, tables[source.group.name]!, asOf));
  const result = view.sources.flatMap(({ features }, source) =>
    features.map(
      ({ column }, index) =>
        `CASE WHEN NOT gradus_deleted_${source} THEN gradus_${source}_${index} END AS ${quoted(column)}`,
    ),
  );
  const last = view.sources.length - 1;
  return `WITH ${[first, ...chain].join(',\n')}
SELECT ${[...own, ...result].join(',\n  ')}
FROM joined_${last}
WHERE gradus_rank_${last} = 1`;
};
