/** How old what the offline store knows is, per group and feature. */
import type { FeatureGroupName } from '@gradus/core';
import { featureGroup, type FeatureModel } from '../groups/feature-group.ts';
import { withEngine, type EngineLimits } from './duckdb.ts';
import { valuesOf } from './latest-records.ts';
import type { CacheOptions } from './offline-files.ts';
import { recordSource } from './record-source.ts';
import { filesFrom, type OfflineReader } from './training-set.ts';

export interface FreshnessOptions extends EngineLimits, CacheOptions {
  /** What ages count from; now when absent. */
  readonly now?: Date;
  /** Only events since then are looked at: the partitions before are not fetched. */
  readonly since?: Date;
}

export interface Freshness {
  /** The latest event time; null where there is none. */
  readonly eventTime: Date | null;
  /** Seconds since then. */
  readonly ageSeconds: number | null;
}

export interface GroupFreshness extends Freshness {
  readonly group: string;
  readonly records: number;
  /** When the offline store was last written. */
  readonly writeTime: Date | null;
  /** By the latest record, not deleted, that has a value of it. */
  readonly features: Readonly<Record<string, Freshness>>;
}

const freshnessOf = (micros: unknown, now: number): Freshness => {
  if (typeof micros !== 'bigint') return { eventTime: null, ageSeconds: null };
  const time = Number(micros) / 1000;
  return { eventTime: new Date(time), ageSeconds: (now - time) / 1000 };
};

/**
 * The freshness of a group in the offline store.
 * @throws GradusError FEATURE_NAME_UNKNOWN, FEATURE_GROUP_MISSING, FEATURE_GROUP_NOT_OFFLINE
 */
export const featureFreshness = async <M extends FeatureModel>(
  model: M,
  name: FeatureGroupName<M>,
  store: OfflineReader,
  options: FreshnessOptions = {},
): Promise<GroupFreshness> =>
  withEngine(options, async (engine) => {
    const group = featureGroup(model, store.environment.namespace, name);
    const features = valuesOf(group);
    const { now = new Date(), since } = options;
    const filesOf = filesFrom(store, options, { objects: 0, bytes: 0 });
    const files = await filesOf(group, since ? { from: since.getTime() } : {});
    const { relation } = await recordSource(engine, group, files, features);
    const list = features.map(
      (_, index) => `max(CASE WHEN f${index} IS NOT NULL AND NOT deleted THEN e END) AS f${index}`,
    );
    const all = ['count(*) AS records', 'max(e) AS e', 'max(w) AS w', ...list].join(', ');
    const from = since ? ` WHERE e >= ${BigInt(since.getTime()) * 1000n}` : '';
    const [row] = await engine.rows(`SELECT ${all} FROM ${relation}${from}`);
    const { records, w } = row as { records: bigint; w: bigint | null };
    return {
      ...{ group: name, records: Number(records) },
      ...freshnessOf(row!['e'], now.getTime()),
      writeTime: w === null ? null : new Date(Number(w) / 1000),
      features: Object.fromEntries(
        features.map((feature, index) => [feature.name, freshnessOf(row![`f${index}`], now.getTime())]),
      ),
    };
  });
