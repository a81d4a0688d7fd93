/** The records of a resource, or the elements of one of their lists: a number for each, and a column per property. */
import { Column } from './column.ts';
import type { Pace } from './pace.ts';

/** Steps between two looks at the clock. */
export const STEPS = 2048;

export class ElementTable {
  /** Who holds these elements; undefined for the records themselves. */
  readonly parent: ElementTable | undefined;
  readonly columns = new Map<string, Column>();
  /** How many numbers were ever given; one whose element is gone is given again. */
  size = 0;
  /** 1 for a number in use. */
  live = new Uint8Array(64);
  /** The number of the element that holds this one. */
  parents = new Uint32Array(64);
  readonly #free: number[] = [];

  constructor(parent?: ElementTable) {
    this.parent = parent;
  }

  add(parent = 0): number {
    const row = this.#free.pop() ?? this.size++;
    if (row >= this.live.length) {
      const live = new Uint8Array(row * 2);
      live.set(this.live);
      const parents = new Uint32Array(row * 2);
      parents.set(this.parents);
      this.live = live;
      this.parents = parents;
    }
    this.live[row] = 1;
    this.parents[row] = parent;
    return row;
  }

  column(name: string): Column {
    let column = this.columns.get(name);
    if (!column) {
      column = new Column();
      this.columns.set(name, column);
    }
    return column;
  }

  get bytes(): number {
    let bytes = this.live.length * 5;
    for (const column of this.columns.values()) bytes += column.bytes;
    return bytes;
  }

  /** Drops the entries of elements that are gone, column by column, and frees their numbers. */
  async sweep(pace: Pace, gone: readonly number[]): Promise<void> {
    for (const [name, column] of this.columns) {
      const kept = new Column();
      const { numbers, texts } = column;
      for (let at = 0; at < numbers.length; at += 1) {
        if (at % STEPS === 0 && pace.spent) await pace.pause();
        if (this.live[numbers.rows[at]!]) kept.numbers.add(numbers.rows[at]!, numbers.values[at]!);
      }
      for (let at = 0; at < texts.length; at += 1) {
        if (at % STEPS === 0 && pace.spent) await pace.pause();
        if (this.live[texts.rows[at]!]) kept.texts.add(texts.rows[at]!, texts.pool.text(texts.codes[at]!));
      }
      if (kept.length === 0) this.columns.delete(name);
      else this.columns.set(name, kept);
    }
    for (const row of gone) this.#free.push(row);
  }
}
