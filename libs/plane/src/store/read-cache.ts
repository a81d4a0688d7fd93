/** Rows as they were last read by a unique key, until anything is written: a read costs the driver more than the rest of a call. */
import type { Row, SqlValue } from './store.ts';

/** Characters and entries that are kept; a row of more than a hundredth is not. */
const CHARACTERS = 4_000_000;
const ENTRIES = 2000;

/** What a column other than a text is counted as. */
const SCALAR_CHARACTERS = 8;

/** Right only because the plane alone opens its database. Its rows are frozen: many callers share them. */
export class ReadCache {
  readonly #rows = new Map<string, Readonly<Row>>();
  #characters = 0;

  /** Where a query's row is kept; undefined for a query that is not. */
  keyOf(sql: string, values: readonly SqlValue[]): string | undefined {
    let key = sql;
    for (const value of values) {
      if (typeof value === 'string') key += `\0s${value}`;
      else if (typeof value === 'number') key += `\0n${value}`;
      else return undefined;
    }
    return key;
  }

  get(key: string): Readonly<Row> | undefined {
    return this.#rows.get(key);
  }

  set(key: string, row: Row): void {
    let size = key.length;
    for (const name in row) {
      const value = row[name];
      size += typeof value === 'string' ? value.length : SCALAR_CHARACTERS;
      // Its bytes could be changed in place.
      if (value instanceof Uint8Array) return;
    }
    if (size > CHARACTERS / 100) return;
    if (this.#characters + size > CHARACTERS || this.#rows.size >= ENTRIES) this.clear();
    this.#characters += size;
    this.#rows.set(key, Object.freeze(row));
  }

  clear(): void {
    if (this.#characters === 0) return;
    this.#rows.clear();
    this.#characters = 0;
  }
}
