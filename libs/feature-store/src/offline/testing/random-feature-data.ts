/** Random records and spines full of ties, gaps, deletions, duplicates and rewrites; the same for the same seed. */
import { seededRandom, type SeededRandom } from '@gradus/core';
import type { FeatureGroup, FeatureView, ViewSource } from '../../groups/feature-group.ts';

/** A row of an offline store; times are milliseconds since 1970. */
export interface StoredRecord {
  readonly id: string | number;
  readonly eventTime: number;
  readonly invoked: number;
  readonly written: number;
  readonly deleted: boolean;
  /** In the order of the group's features beyond identifier and event time; null in what a deletion left. */
  readonly values: readonly (string | number | null)[];
}

export interface FeatureData {
  readonly view: FeatureView;
  /** By the number of the source in the view. */
  readonly records: readonly (readonly StoredRecord[])[];
  readonly spine: readonly {
    readonly n: number;
    readonly user: string | null;
    readonly item: number | null;
    readonly at: number;
  }[];
  readonly asOf?: Date;
}

const START = Date.UTC(2026, 0, 31, 23, 59, 30);
const SPAN_SECONDS = 60;

const KINDS = ['Integral', 'Fractional', 'String'] as const;

const groupOf = (random: SeededRandom, name: string, identifier: 'String' | 'Integral'): FeatureGroup => ({
  name,
  awsName: `local-sample-${name}`,
  recordIdentifier: 'id',
  eventTime: 'event_time',
  eventTimeType: random.integer(2) ? 'Fractional' : 'String',
  features: [
    { name: 'id', type: identifier },
    { name: 'event_time', type: 'Fractional' },
    ...Array.from({ length: 1 + random.integer(3) }, (_, index) => ({
      name: `f${index}`,
      type: KINDS[random.integer(3)]!,
    })),
  ],
  online: true,
  offline: true,
});

const sourceOf = (random: SeededRandom, group: FeatureGroup, key: string): ViewSource => ({
  group,
  key,
  features: group.features.slice(2).map((feature) => ({ ...feature, column: `${group.name}_${feature.name}` })),
  // Whole seconds beside times of whole and half seconds: the edge of the time-to-live is met often.
  ...(random.integer(3) > 0 && { ttlSeconds: 1 + random.integer(20) }),
});

const halfSeconds = (random: SeededRandom): number => START + random.integer(2 * SPAN_SECONDS) * 500;

const recordsOf = (random: SeededRandom, { group }: ViewSource, count: number, ids: number): StoredRecord[] => {
  const integral = group.features[0]!.type === 'Integral';
  const records: StoredRecord[] = [];
  for (let index = 0; index < count; index += 1) {
    // Often an earlier record again: a duplicate, a rewrite of the same event, or its deletion.
    const again = records.length > 0 && random.integer(3) === 0 ? records[random.integer(records.length)]! : undefined;
    const id = random.integer(ids);
    const deleted = random.integer(6) === 0;
    const invoked = again && random.integer(2) ? again.invoked : START + index * 1000 + random.integer(1000);
    records.push({
      id: again?.id ?? (integral ? id : `u'${id}`),
      eventTime: again?.eventTime ?? halfSeconds(random),
      invoked,
      // No two records tie in everything: which of them counts is then undefined.
      written: invoked + 1000 + random.integer(30_000) * 100 + index,
      deleted,
      values: group.features.slice(2).map(({ type }) => {
        // A deletion has no values on AWS; that it hides what it has shows that it is one.
        if (random.integer(deleted ? 2 : 8) === 0) return null;
        const value = random.integer(1000);
        return type === 'String' ? `v"${value}` : type === 'Integral' ? value : value / 7;
      }),
    });
  }
  return records;
};

export const randomFeatureData = (seed: number): FeatureData => {
  const random = seededRandom(seed);
  const users = groupOf(random, 'users', 'String');
  const items = groupOf(random, 'items', 'Integral');
  const sources = [sourceOf(random, users, 'user'), ...(random.integer(2) ? [sourceOf(random, items, 'item')] : [])];
  const ids = 1 + random.integer(8);
  const records = sources.map((source) => recordsOf(random, source, random.integer(80), ids));
  const spine = Array.from({ length: random.integer(120) }, (_, n) => ({
    n,
    user: random.integer(15) === 0 ? null : `u'${random.integer(ids + 1)}`,
    item: random.integer(15) === 0 ? null : random.integer(ids + 1),
    at: halfSeconds(random) + (random.integer(4) === 0 ? 1 : 0),
  }));
  return {
    view: { name: 'random', sources },
    ...{ records, spine },
    ...(random.integer(2) && { asOf: new Date(START + random.integer(3_000_000)) }),
  };
};
