/** The first records of a result in the order of a property, beyond where the page before ended. */
import { STEPS, type ElementTable } from './element-table.ts';
import type { Marks } from './evaluate.ts';
import type { Pace } from './pace.ts';
import type { Property } from './property.ts';
import type { RecordIndex } from './record-index.ts';

/** Texts are held apart by their beginnings, so that a position always fits a token. */
const TEXT_LENGTH = 1000;

/** A record's place: its property's value, null when it has none, and the key of its row. */
export type Position = readonly [value: number | string | null, id: number];

export interface Order {
  readonly property: Property;
  readonly descending: boolean;
  /** The last record of the page before. */
  readonly after?: Position | undefined;
  readonly limit: number;
}

/** Numbers come before texts, and either before nothing whatever the direction. */
const compare = ([one, oneId]: Position, [other, otherId]: Position, descending: boolean): number => {
  const sign = descending ? -1 : 1;
  if (one === null || other === null) {
    if (one !== other) return one === null ? 1 : -1;
  } else if (typeof one !== typeof other) return (typeof one === 'number' ? -1 : 1) * sign;
  else if (one !== other) return (one < other ? -1 : 1) * sign;
  return (oneId - otherId) * sign;
};

export interface Ordered {
  /** At most `limit`, and one more when there are more. */
  readonly positions: readonly Position[];
  /** How many records the result has in all. */
  readonly total: number;
}

/** Of several values the least counts, or the greatest when the order descends. Nothing may change the index meanwhile. */
export const firstInOrder = async (index: RecordIndex, marks: Marks, order: Order, pace: Pace): Promise<Ordered> => {
  const { descending, after, limit } = order;
  const values = await sortValues(index, marks, order, pace);
  const best: Position[] = [];
  let total = 0;
  for (let row = 0; row < marks.length; row += 1) {
    if (row % STEPS === 0 && pace.spent) await pace.pause();
    if (!marks[row]) continue;
    total += 1;
    const position: Position = [values[row] ?? null, index.ids[row]!];
    if (after && compare(position, after, descending) <= 0) continue;
    if (best.length > limit && compare(position, best[limit]!, descending) >= 0) continue;
    insert(best, position, descending);
    if (best.length > limit + 1) best.pop();
  }
  return { positions: best, total };
};

const insert = (best: Position[], position: Position, descending: boolean): void => {
  let low = 0;
  let high = best.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(best[middle]!, position, descending) < 0) low = middle + 1;
    else high = middle;
  }
  best.splice(low, 0, position);
};

const sortValues = async (
  index: RecordIndex,
  marks: Marks,
  { property, descending }: Order,
  pace: Pace,
): Promise<(number | string | undefined)[]> => {
  const innermost = property.lists.at(-1);
  const table = innermost === undefined ? index.records : index.lists.get(innermost);
  const column = table?.columns.get(property.name);
  const values: (number | string | undefined)[] = new Array<undefined>(marks.length);
  if (!table || !column) return values;
  const record = holderOf(table);
  const keep = (row: number, value: number | string): void => {
    const at = record(row);
    if (at === undefined || !marks[at]) return;
    const known = values[at];
    // A number that is also a text sorts as the number.
    if (typeof known === 'number' && typeof value === 'string') return;
    if (known === undefined || compare([value, 0], [known, 0], descending) < 0) values[at] = value;
  };
  const { numbers, texts } = column;
  for (let at = 0; at < numbers.length; at += 1) {
    if (at % STEPS === 0 && pace.spent) await pace.pause();
    keep(numbers.rows[at]!, numbers.values[at]!);
  }
  for (let at = 0; at < texts.length; at += 1) {
    if (at % STEPS === 0 && pace.spent) await pace.pause();
    keep(texts.rows[at]!, texts.texts[texts.codes[at]!]!.slice(0, TEXT_LENGTH));
  }
  return values;
};

/** From an element's number to that of the record that it is in; undefined when that is gone. */
const holderOf =
  (from: ElementTable): ((row: number) => number | undefined) =>
  (row) => {
    let at = row;
    for (let table = from; table.parent; table = table.parent) {
      if (!table.live[at]) return undefined;
      at = table.parents[at]!;
    }
    return at;
  };
