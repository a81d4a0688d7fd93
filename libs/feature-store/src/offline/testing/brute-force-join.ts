/** The point-in-time join as it is defined: every record is looked at for every row of the spine. */
import type { ViewSource } from '../../groups/feature-group.ts';
import type { FeatureData, StoredRecord } from './random-feature-data.ts';

const later = (a: StoredRecord, b: StoredRecord): boolean =>
  a.eventTime !== b.eventTime
    ? a.eventTime > b.eventTime
    : a.invoked !== b.invoked
      ? a.invoked > b.invoked
      : a.written > b.written;

const known = (
  records: readonly StoredRecord[],
  { ttlSeconds = Infinity }: ViewSource,
  id: string | number | null,
  at: number,
  asOf: number,
): StoredRecord | undefined => {
  let best: StoredRecord | undefined;
  for (const record of records) {
    if (record.id !== id || record.eventTime > at || record.written > asOf) continue;
    if (at - record.eventTime >= ttlSeconds * 1000) continue;
    if (!best || later(record, best)) best = record;
  }
  return best?.deleted ? undefined : best;
};

/** The features of each row, by column. */
export const bruteForceJoin = ({ view, records, spine, asOf }: FeatureData): Record<string, unknown>[] =>
  spine.map((row) =>
    Object.fromEntries(
      view.sources.flatMap((source, index) => {
        const id = source.key === 'user' ? row.user : row.item;
        const found = known(records[index]!, source, id, row.at, asOf?.getTime() ?? Infinity);
        return source.features.map(({ column }, feature): [string, unknown] => [
          column,
          found?.values[feature] ?? null,
        ]);
      }),
    ),
  );
