/** What each record is sorted by: a number, a text, or nothing. */
import { STEPS, type ElementTable } from './element-table.ts';
import type { Marks } from './evaluate.ts';
import type { Pace } from './pace.ts';
import type { Property } from './property.ts';
import type { RecordIndex } from './record-index.ts';
import type { Scratch } from './scratch.ts';
import type { TextPool } from './text-pool.ts';

/** The value of a record in an order, as a token keeps it. */
export type SortValue = number | string | null;

const NOTHING = 0;
const NUMBER = 1;
const TEXT = 2;

export class SortKeys {
  /** {@link NOTHING}, {@link NUMBER} or {@link TEXT}, by the record's number. */
  readonly #kinds: Uint8Array;
  /** The number, or the text's code. */
  readonly #values: Float64Array;
  readonly #pool: TextPool | undefined;
  readonly #descending: boolean;

  private constructor(size: number, scratch: Scratch, pool: TextPool | undefined, descending: boolean) {
    this.#kinds = scratch.bytes(size);
    this.#values = scratch.numbers(size);
    this.#pool = pool;
    this.#descending = descending;
  }

  /** Reads the keys of the marked records. Of several values the least counts, or the greatest when the order descends. */
  static async read(
    index: RecordIndex,
    marks: Marks,
    { property, descending }: { readonly property: Property; readonly descending: boolean },
    pace: Pace,
  ): Promise<SortKeys> {
    const innermost = property.lists.at(-1);
    const table = innermost === undefined ? index.records : index.lists.get(innermost);
    const column = table?.columns.get(property.name);
    const keys = new SortKeys(marks.length, index.scratch, column?.texts.pool, descending);
    if (!table || !column) return keys;
    const { numbers, texts } = column;
    for (let at = 0; at < numbers.length; at += 1) {
      if (at % STEPS === 0 && pace.spent) await pace.pause();
      const record = holderOf(table, numbers.rows[at]!);
      if (marks[record]) keys.#keep(record, NUMBER, numbers.values[at]!);
    }
    for (let at = 0; at < texts.length; at += 1) {
      if (at % STEPS === 0 && pace.spent) await pace.pause();
      const record = holderOf(table, texts.rows[at]!);
      if (marks[record]) keys.#keep(record, TEXT, texts.codes[at]!);
    }
    return keys;
  }

  value(record: number): SortValue {
    const kind = this.#kinds[record];
    if (kind === NOTHING) return null;
    return kind === NUMBER ? this.#values[record]! : this.#pool!.key(this.#values[record]!);
  }

  /** Less than 0 when the first comes first. Numbers are less than texts; who has neither is last in any direction. */
  compare(one: number, other: number): number {
    const kind = this.#kinds[one]!;
    const otherKind = this.#kinds[other]!;
    if (kind !== otherKind) return this.#byKind(kind, otherKind);
    return kind === NOTHING ? 0 : this.#byValue(kind, this.#values[one]!, this.#values[other]!);
  }

  /** As {@link compare}, against a value that {@link value} gave. */
  compareTo(one: number, value: SortValue): number {
    const kind = this.#kinds[one]!;
    const otherKind = value === null ? NOTHING : typeof value === 'number' ? NUMBER : TEXT;
    if (kind !== otherKind) return this.#byKind(kind, otherKind);
    if (value === null) return 0;
    if (typeof value === 'number') return this.#byValue(kind, this.#values[one]!, value);
    const order = this.#pool!.compareKey(this.#values[one]!, Buffer.from(value, 'latin1'));
    return this.#descending ? -order : order;
  }

  #keep(record: number, kind: number, value: number): void {
    const known = this.#kinds[record]!;
    // A number that is also a text sorts as the number.
    if (known === NOTHING || (known === kind && this.#byValue(kind, value, this.#values[record]!) < 0)) {
      this.#kinds[record] = kind;
      this.#values[record] = value;
    }
  }

  #byKind(kind: number, other: number): number {
    if (kind === NOTHING || other === NOTHING) return kind === NOTHING ? 1 : -1;
    return this.#descending ? other - kind : kind - other;
  }

  #byValue(kind: number, one: number, other: number): number {
    const order = kind === TEXT ? this.#pool!.compare(one, other) : one < other ? -1 : one > other ? 1 : 0;
    return this.#descending ? -order : order;
  }
}

/** From an element's number to that of the record that it is in; -1 when that is gone. */
const holderOf = (from: ElementTable, row: number): number => {
  let at = row;
  for (let table = from; table.parent; table = table.parent) {
    if (!table.live[at]) return -1;
    at = table.parents[at]!;
  }
  return at;
};
