/** What the joins of features are measured on: the same rows for everyone, made by DuckDB. */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { FeatureModel } from '@gradus/feature-store';

export interface JoinCase {
  readonly model: FeatureModel & { readonly features: NonNullable<FeatureModel['features']> };
  /** Records of each group, and the ids that they are of. */
  readonly records: number;
  readonly ids: number;
  readonly spineRows: number;
  readonly memory: string;
  /** Hourly partitions, evenly over the ten days. */
  readonly partitions: number;
}

export const VIEW = 'joined';
const TTL_DAYS = 3;
/** Event times begin here, in seconds since 1970, and last for ten days. */
const START = Date.UTC(2026, 0, 1) / 1000;
const SECONDS = 10 * 86_400;

const modelOf = (name: string, groups: number, features: number): JoinCase['model'] => {
  const names = Array.from({ length: groups }, (_, group) => `g${group}`);
  const columns = Array.from({ length: features }, (_, feature) => `f${feature}`);
  const types = {
    id: 'String',
    event_time: 'Fractional',
    ...Object.fromEntries(columns.map((column) => [column, 'Fractional'])),
  };
  return {
    name,
    features: {
      groups: Object.fromEntries(
        names.map((group) => [
          group,
          {
            recordIdentifier: 'id',
            eventTime: 'event_time',
            features: types as Record<string, 'Fractional'>,
            online: false,
            offline: true,
          },
        ]),
      ),
      views: {
        [VIEW]: {
          groups: Object.fromEntries(
            names.map((group) => [
              group,
              { features: columns, ttl: { days: TTL_DAYS }, ...(groups > 1 && { prefix: `${group}_` }) },
            ]),
          ),
        },
      },
    },
  };
};

export const CASES = {
  large: {
    model: modelOf('large', 1, 10),
    records: 10_000_000,
    ids: 100_000,
    spineRows: 1_000_000,
    memory: '4GB',
    partitions: 240,
  },
  /** As it was reported to Feast: 17,000 rows, 10 views of 100 features each. */
  wide: {
    model: modelOf('wide', 10, 100),
    records: 20_000,
    ids: 8_000,
    spineRows: 17_000,
    memory: '500MB',
    partitions: 24,
  },
} as const satisfies Record<string, JoinCase>;

export type CaseName = keyof typeof CASES;

const featureColumns = ({ model }: JoinCase, group: string): string[] =>
  Object.keys(model.features.groups[group]!.features).slice(2);

const hourOf = ({ partitions }: JoinCase, part: number): number => Math.floor((part * SECONDS) / 3600 / partitions);

/** An hour of a group: one record in a hundred is written twice with the same event time, one in a hundred deletes. */
const hourQuery = (data: JoinCase, group: number, part: number): string => {
  const hour = hourOf(data, part);
  const records = Math.ceil(data.records / data.partitions);
  const first = part * records;
  const events = Math.ceil(records * 0.99);
  const values = featureColumns(data, `g${group}`).map(
    (column, index) =>
      `CASE WHEN NOT is_deleted THEN (hash(i * 1009 + ${group * 1000 + index}) % 1000000) / 1000.0::DOUBLE END AS ${column}`,
  );
  return `WITH event AS (SELECT i, i % ${events} + ${first} AS event FROM range(${first}, ${first + records}) r(i)),
    known AS (SELECT i, 'u' || hash(event * 3 + ${group}) % ${data.ids} AS id, hash(i * 13) % 100 = 0 AS is_deleted,
      ${START + hour * 3600} + (hash(event * 7 + 1) % 3600000) / 1000.0::DOUBLE AS event_time FROM event)
    SELECT id, event_time, ${values.join(', ')}, epoch_ms(CAST(event_time * 1000 AS BIGINT)) + to_milliseconds(i) AS api_invocation_time,
      epoch_ms(CAST(event_time * 1000 AS BIGINT)) + INTERVAL 20 HOUR AS write_time, is_deleted FROM known`;
};

/** `year=2026/month=01/day=01/hour=00` */
const partition = (hour: number): string => {
  const [date, time] = new Date((START + hour * 3600) * 1000).toISOString().split('T');
  const [year, month, day] = date!.split('-');
  return `year=${year}/month=${month}/day=${day}/hour=${time!.slice(0, 2)}`;
};

/** Writes the records of each group as `<folder>/<group>/year=…/month=…/day=…/hour=…/records.parquet`, and the spine as `<folder>/spine.parquet`. */
export const makeData = async (connection: DuckDBConnection, data: JoinCase, folder: string): Promise<void> => {
  for (const group of Object.keys(data.model.features.groups)) {
    for (let part = 0; part < data.partitions; part += 1) {
      const path = join(folder, group, partition(hourOf(data, part)));
      await mkdir(path, { recursive: true });
      await connection.run(
        `COPY (${hourQuery(data, Number(group.slice(1)), part)}) TO '${join(path, 'records.parquet')}' (FORMAT parquet)`,
      );
    }
  }
  await connection.run(
    `COPY (SELECT 'u' || hash(i * 3 + 5) % ${Math.floor(data.ids * 1.1)} AS id, to_timestamp(${START} + hash(i * 11 + 1) % ${SECONDS}) AS event_time,
       i % 5 AS label FROM range(${data.spineRows}) r(i)) TO '${join(folder, 'spine.parquet')}' (FORMAT parquet)`,
  );
};

/** The files of a group, relative to its folder. */
export const filesOf = async (folder: string, group: string): Promise<string[]> =>
  (await readdir(join(folder, group), { recursive: true })).filter((name) => name.endsWith('.parquet')).sort();

/** What somebody who knows DuckDB writes for the same semantics: duplicates by AWS's rule, ASOF, deletions, time-to-live. */
export const handWritten = (data: JoinCase, folder: string): string => {
  const groups = Object.keys(data.model.features.groups);
  const tables = groups.map((group) => {
    const from = `read_parquet('${join(folder, group)}/*/*/*/*/*.parquet', hive_partitioning = false)`;
    return `${group} AS (SELECT id, make_timestamptz(CAST(round(event_time * 1e6) AS BIGINT)) AS at, is_deleted, ${featureColumns(data, group).join(', ')} FROM ${from}
      QUALIFY row_number() OVER (PARTITION BY id, event_time ORDER BY api_invocation_time DESC, write_time DESC) = 1)`;
  });
  const values = groups.flatMap((group) =>
    featureColumns(data, group).map(
      (column) =>
        `CASE WHEN NOT ${group}.is_deleted AND s.event_time - ${group}.at < INTERVAL ${TTL_DAYS} DAY THEN ${group}.${column} END AS ${groups.length > 1 ? `${group}_` : ''}${column}`,
    ),
  );
  const joins = groups.map((group) => `ASOF LEFT JOIN ${group} ON s.id = ${group}.id AND s.event_time >= ${group}.at`);
  return `WITH ${tables.join(', ')} SELECT s.id, s.event_time, s.label, ${values.join(', ')}
    FROM (SELECT *, row_number() OVER () AS n FROM '${join(folder, 'spine.parquet')}') s ${joins.join(' ')} ORDER BY s.n`;
};
