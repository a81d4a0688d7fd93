/** The first records of a result in the order of a property, beyond where the page before ended. */
import { STEPS } from './element-table.ts';
import type { Marks } from './evaluate.ts';
import type { Pace } from './pace.ts';
import type { Property } from './property.ts';
import type { RecordIndex } from './record-index.ts';
import { SortKeys, type SortValue } from './sort-keys.ts';

/** A record's place: what it is sorted by, and the key of its row. */
export type Position = readonly [value: SortValue, id: number];

export interface Order {
  readonly property: Property;
  readonly descending: boolean;
  /** The last record of the page before. */
  readonly after?: Position | undefined;
  readonly limit: number;
}

export interface Ordered {
  /** At most `limit`, and one more when there are more. */
  readonly positions: readonly Position[];
  /** How many records the result has in all. */
  readonly total: number;
}

/** Nothing may change the index meanwhile. */
export const firstInOrder = async (index: RecordIndex, marks: Marks, order: Order, pace: Pace): Promise<Ordered> => {
  const { descending, after, limit } = order;
  const { ids } = index;
  const keys = await SortKeys.read(index, marks, order, pace);
  const byId = (one: number, other: number): number => (descending ? other - one : one - other);
  const compare = (one: number, other: number): number => keys.compare(one, other) || byId(ids[one]!, ids[other]!);
  /** Numbers of records, the first of those seen. */
  const best: number[] = [];
  let total = 0;
  for (let record = 0; record < marks.length; record += 1) {
    if (record % STEPS === 0 && pace.spent) await pace.pause();
    if (!marks[record]) continue;
    total += 1;
    if (best.length > limit && compare(record, best[limit]!) >= 0) continue;
    if (after && (keys.compareTo(record, after[0]) || byId(ids[record]!, after[1])) <= 0) continue;
    insert(best, record, compare);
    if (best.length > limit + 1) best.pop();
  }
  return { positions: best.map((record): Position => [keys.value(record), ids[record]!]), total };
};

const insert = (best: number[], record: number, compare: (one: number, other: number) => number): void => {
  let low = 0;
  let high = best.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(best[middle]!, record) < 0) low = middle + 1;
    else high = middle;
  }
  best.splice(low, 0, record);
};
