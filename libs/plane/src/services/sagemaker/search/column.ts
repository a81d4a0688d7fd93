/** All values of one property: pairs of an element's number and a value, numbers apart from texts. */

import { TextPool } from './text-pool.ts';

export class NumberEntries {
  rows = new Uint32Array(8);
  values = new Float64Array(8);
  length = 0;

  add(row: number, value: number): void {
    if (this.length === this.rows.length) {
      this.rows = grown(this.rows, new Uint32Array(this.length * 2));
      this.values = grown(this.values, new Float64Array(this.length * 2));
    }
    this.rows[this.length] = row;
    this.values[this.length] = value;
    this.length += 1;
  }
}

/** Equal texts share a code, so that a condition is asked once for each distinct text. */
export class TextEntries {
  rows = new Uint32Array(8);
  codes = new Uint32Array(8);
  length = 0;
  readonly pool = new TextPool();

  add(row: number, text: string): void {
    const code = this.pool.add(text);
    if (this.length === this.rows.length) {
      this.rows = grown(this.rows, new Uint32Array(this.length * 2));
      this.codes = grown(this.codes, new Uint32Array(this.length * 2));
    }
    this.rows[this.length] = row;
    this.codes[this.length] = code;
    this.length += 1;
  }
}

const grown = <Entries extends Uint32Array | Float64Array>(from: Entries, to: Entries): Entries => {
  to.set(from);
  return to;
};

export class Column {
  readonly numbers = new NumberEntries();
  readonly texts = new TextEntries();

  add(row: number, value: string | number): void {
    if (typeof value === 'number') this.numbers.add(row, value);
    else this.texts.add(row, value);
  }

  get length(): number {
    return this.numbers.length + this.texts.length;
  }

  get bytes(): number {
    const { numbers, texts } = this;
    return numbers.rows.length * 12 + texts.rows.length * 8 + texts.pool.bytes;
  }
}
