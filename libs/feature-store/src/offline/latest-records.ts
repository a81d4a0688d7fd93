/** The latest record of each id of a group, as the offline store has it: by AWS's rule, without those that are deleted. */
import type { FeatureGroupName } from '@gradus/core';
import { featureGroup, type Feature, type FeatureGroup, type FeatureModel } from '../groups/feature-group.ts';
import { openEngine, type Engine, type EngineLimits } from './duckdb.ts';
import type { FilesOf } from './join-view.ts';
import type { CacheOptions } from './offline-files.ts';
import { LATEST_FIRST } from './point-in-time-join.ts';
import { readRows, type TrainingRow } from './read-rows.ts';
import { recordSource } from './record-source.ts';
import { microsOf, ttlMicros } from './record-time.ts';
import { quoted } from './sql.ts';
import { filesFrom, type OfflineReader } from './training-set.ts';

export interface LatestOptions extends EngineLimits, CacheOptions {
  /** The moment that is looked at: event times up to then, and times-to-live; now when absent. */
  readonly at?: Date;
  /** Only what was written to the offline store by then. */
  readonly asOf?: Date;
}

/** The features of a group beside identifier and event time. */
export const valuesOf = ({ features, recordIdentifier, eventTime }: FeatureGroup): Feature[] =>
  features.filter(({ name }) => name !== recordIdentifier && name !== eventTime);

/**
 * Makes the table `latest(id, e, a, w, f0, …)` of the given features.
 * @param ttlSeconds records this old or older are left out
 */
export const makeLatest = async (
  engine: Engine,
  group: FeatureGroup,
  features: readonly Feature[],
  filesOf: FilesOf,
  { at = new Date(), asOf }: Pick<LatestOptions, 'at' | 'asOf'>,
  ttlSeconds = group.ttlSeconds,
): Promise<void> => {
  const now = at.getTime();
  const from = ttlSeconds === undefined ? undefined : now - ttlSeconds * 1000;
  const files = await filesOf(group, { ...(from !== undefined && { from }), to: now });
  const known = asOf && { asOf: BigInt(microsOf(asOf.getTime() / 1000)) };
  const { relation } = await recordSource(engine, group, files, features, known);
  const moment = BigInt(now) * 1000n;
  const young = ttlSeconds === undefined ? '' : ` AND ${moment} - e < ${ttlMicros(ttlSeconds)}`;
  const columns = ['id', 'e', 'a', 'w', ...features.map((_, index) => `f${index}`)].map((name) => `r.${name}`);
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE newest AS SELECT id, max(e) AS e FROM ${relation} WHERE e <= ${moment}${young} GROUP BY id`,
  );
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE latest AS SELECT ${columns.join(', ')} FROM (
       SELECT r.* FROM ${relation} r JOIN newest USING (id, e)
       QUALIFY row_number() OVER (PARTITION BY id ORDER BY ${LATEST_FIRST}) = 1
     ) r WHERE NOT deleted`,
  );
};

/**
 * The latest records of a group by identifier: each with its identifier, its event time in seconds since 1970 and its features.
 * @throws GradusError FEATURE_NAME_UNKNOWN, FEATURE_GROUP_MISSING, FEATURE_GROUP_NOT_OFFLINE
 */
export async function* latestRecords<M extends FeatureModel>(
  model: M,
  name: FeatureGroupName<M>,
  store: OfflineReader,
  options: LatestOptions = {},
): AsyncGenerator<TrainingRow> {
  const group = featureGroup(model, store.environment.namespace, name);
  const features = valuesOf(group);
  const engine = await openEngine(options);
  try {
    await makeLatest(engine, group, features, filesFrom(store, options, { objects: 0, bytes: 0 }), options);
    const columns = [
      `id AS ${quoted(group.recordIdentifier)}`,
      `e / 1e6 AS ${quoted(group.eventTime)}`,
      ...features.map((feature, index) => `f${index} AS ${quoted(feature.name)}`),
    ];
    const query = `SELECT ${columns.join(', ')} FROM latest ORDER BY id`;
    for await (const rows of readRows(engine.connection, query)) yield* rows;
  } finally {
    await engine.close();
  }
}
