/** How the values of features are distributed over the latest record of each id: what is served now. */
import type { FeatureGroupName, FeatureType, FeatureViewName } from '@gradus/core';
import {
  featureGroup,
  featureView,
  type Feature,
  type FeatureGroup,
  type FeatureModel,
} from '../groups/feature-group.ts';
import { withEngine, type Engine } from './duckdb.ts';
import { makeLatest, valuesOf, type LatestOptions } from './latest-records.ts';
import { filesFrom, type OfflineReader } from './training-set.ts';

export interface FeatureStatistics {
  readonly group: string;
  readonly feature: string;
  /** Its name in the view's rows. */
  readonly column: string;
  readonly type: FeatureType;
  /** Records, and how many of them have no value. */
  readonly records: number;
  readonly nulls: number;
  /** Approximate, by HyperLogLog. */
  readonly distinct: number;
  /** Of numbers; null where no record has a value. */
  readonly numbers?: {
    readonly min: number | null;
    readonly max: number | null;
    readonly mean: number | null;
    /** Of the sample; null below two values. */
    readonly deviation: number | null;
    /** Approximate, by t-digest, at `QUANTILES`. */
    readonly quantiles: readonly (readonly [share: number, value: number])[];
  };
  /** Of texts: the most frequent, ten at most. */
  readonly top?: readonly { readonly value: string; readonly count: number }[];
}

export const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;
const TOP = 10;
/** Features that one pass looks at. */
const TOGETHER = 50;

type Taken = Feature & { readonly column: string };

const numberOf = (value: unknown): number | null => (value === null || value === undefined ? null : Number(value));

const aggregates = ({ type }: Taken, index: number): string[] => [
  `count(f${index}) AS n${index}`,
  `approx_count_distinct(f${index}) AS d${index}`,
  ...(type === 'String'
    ? []
    : [
        `min(f${index}) AS min${index}`,
        `max(f${index}) AS max${index}`,
        `avg(f${index}) AS mean${index}`,
        `stddev_samp(CAST(f${index} AS DOUBLE)) AS deviation${index}`,
        `approx_quantile(CAST(f${index} AS DOUBLE), [${QUANTILES.join(', ')}]) AS q${index}`,
      ]),
];

const quantilesOf = (value: unknown): [number, number][] => {
  const items = (value as { items?: readonly unknown[] } | null)?.items ?? [];
  return items.map((item, index) => [QUANTILES[index]!, Number(item)]);
};

const topOf = async (engine: Engine, index: number): Promise<{ value: string; count: number }[]> => {
  const rows = await engine.rows(
    `SELECT f${index} AS value, count(*) AS count FROM latest WHERE f${index} IS NOT NULL GROUP BY value ORDER BY count DESC, value LIMIT ${TOP}`,
  );
  return rows.map(({ value, count }) => ({ value: value as string, count: Number(count) }));
};

const statisticsOf = async (
  engine: Engine,
  group: FeatureGroup,
  features: readonly Taken[],
): Promise<FeatureStatistics[]> => {
  const found: FeatureStatistics[] = [];
  for (let start = 0; start < features.length; start += TOGETHER) {
    const part = features.slice(start, start + TOGETHER);
    const list = part.flatMap((feature, index) => aggregates(feature, start + index));
    const [row] = await engine.rows(`SELECT count(*) AS records, ${list.join(', ')} FROM latest`);
    for (const [offset, { name, column, type }] of part.entries()) {
      const index = start + offset;
      const of = (what: string): number | null => numberOf(row![`${what}${index}`]);
      const records = Number(row!['records']);
      const common = { group: group.name, feature: name, column, type, records };
      found.push({
        ...{ ...common, nulls: records - of('n')!, distinct: of('d')! },
        ...(type === 'String'
          ? { top: await topOf(engine, index) }
          : {
              numbers: {
                ...{ min: of('min'), max: of('max'), mean: of('mean'), deviation: of('deviation') },
                quantiles: quantilesOf(row![`q${index}`]),
              },
            }),
      });
    }
  }
  return found;
};

export type StatisticsTarget<M> = { readonly group: FeatureGroupName<M> } | { readonly view: FeatureViewName<M> };

interface Part {
  readonly group: FeatureGroup;
  readonly features: readonly Taken[];
  readonly ttlSeconds?: number | undefined;
}

const partsOf = (model: FeatureModel, namespace: string, target: StatisticsTarget<FeatureModel>): readonly Part[] => {
  if ('view' in target) return featureView(model, namespace, target.view).sources;
  const group = featureGroup(model, namespace, target.group);
  const features = valuesOf(group).map((feature) => ({ ...feature, column: feature.name }));
  return [{ group, features, ttlSeconds: group.ttlSeconds }];
};

/**
 * Statistics of every feature of a group or a view, over the records that are served: the latest of each id, neither deleted nor expired.
 * @throws GradusError FEATURE_NAME_UNKNOWN, FEATURE_GROUP_MISSING, FEATURE_GROUP_NOT_OFFLINE
 */
export const featureStatistics = async <M extends FeatureModel>(
  model: M,
  target: StatisticsTarget<M>,
  store: OfflineReader,
  options: LatestOptions = {},
): Promise<FeatureStatistics[]> =>
  withEngine(options, async (engine) => {
    const found: FeatureStatistics[] = [];
    const filesOf = filesFrom(store, options, { objects: 0, bytes: 0 });
    for (const { group, features, ttlSeconds } of partsOf(model, store.environment.namespace, target)) {
      await makeLatest(engine, group, features, filesOf, options, ttlSeconds);
      found.push(...(await statisticsOf(engine, group, features)));
    }
    return found;
  });
