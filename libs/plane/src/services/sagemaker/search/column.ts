/** All values of one property: pairs of an element's number and a value, numbers apart from texts. */

import { firstLength, grown } from './grown.ts';
import { TextPool } from './text-pool.ts';

export class NumberEntries {
  rows = new Uint32Array(firstLength());
  values = new Float64Array(this.rows.length);
  length = 0;

  add(row: number, value: number): void {
    if (this.length === this.rows.length) {
      this.rows = grown(this.rows);
      this.values = grown(this.values);
    }
    this.rows[this.length] = row;
    this.values[this.length] = value;
    this.length += 1;
  }
}

/** Equal texts share a code, so that a condition is asked once for each distinct text. */
export class TextEntries {
  rows = new Uint32Array(firstLength());
  codes = new Uint32Array(this.rows.length);
  length = 0;
  readonly pool = new TextPool();

  add(row: number, text: string): void {
    const code = this.pool.add(text);
    if (this.length === this.rows.length) {
      this.rows = grown(this.rows);
      this.codes = grown(this.codes);
    }
    this.rows[this.length] = row;
    this.codes[this.length] = code;
    this.length += 1;
  }
}

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
