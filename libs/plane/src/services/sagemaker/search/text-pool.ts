/** Distinct texts as bytes outside of JavaScript's heap: a million of them cost the garbage collector nothing. */

const EMPTY = -1;

const KEY_BYTES = 1000;

export class TextPool {
  #bytes = Buffer.allocUnsafeSlow(256);
  /** Where each text ends; where it begins is where the one before ends. */
  #ends = new Uint32Array(16);
  /** Codes by hash, open addressing. */
  #table = new Int32Array(32).fill(EMPTY);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#bytes.length + this.#ends.byteLength + this.#table.byteLength;
  }

  text(code: number): string {
    return this.#bytes.toString('utf8', this.#start(code), this.#ends[code]);
  }

  /** The code of a text, undefined when it is not there. */
  find(text: string): number | undefined {
    const bytes = Buffer.from(text);
    const code = this.#table[this.#slotOf(bytes)]!;
    return code === EMPTY ? undefined : code;
  }

  /** The code of a text, which is new or known. */
  add(text: string): number {
    const bytes = Buffer.from(text);
    const slot = this.#slotOf(bytes);
    const known = this.#table[slot]!;
    if (known !== EMPTY) return known;
    const code = this.#size;
    const start = this.#start(code);
    this.#reserve(start + bytes.length);
    bytes.copy(this.#bytes, start);
    this.#ends[code] = start + bytes.length;
    this.#size += 1;
    this.#table[slot] = code;
    if (this.#size * 2 > this.#table.length) this.#rehash();
    return code;
  }

  /** The next code from `from` on whose text holds these bytes, before `until`; undefined when none does. */
  next(part: Buffer, from: number, until: number): number | undefined {
    const end = this.#ends[until - 1]!;
    for (let at = this.#start(from); ;) {
      at = this.#bytes.subarray(0, end).indexOf(part, at);
      if (at < 0) return undefined;
      const code = this.#codeAt(at, from, until);
      if (at + part.length <= this.#ends[code]!) return code;
      // It spans two texts.
      at += 1;
    }
  }

  /** By the bytes of their {@link key}: less than 0 when the first comes before the second. */
  compare(one: number, other: number): number {
    const start = this.#start(other);
    return one === other ? 0 : this.#compare(one, this.#bytes, start, this.#keyEnd(other));
  }

  /** As {@link compare}, against a key that was given out before. */
  compareKey(one: number, key: Buffer): number {
    return this.#compare(one, key, 0, key.length);
  }

  /** What a text is sorted by: its first bytes, one character for each, so that it is always short. */
  key(code: number): string {
    return this.#bytes.toString('latin1', this.#start(code), this.#keyEnd(code));
  }

  #compare(one: number, bytes: Buffer, start: number, end: number): number {
    return this.#bytes.compare(bytes, start, end, this.#start(one), this.#keyEnd(one));
  }

  #keyEnd(code: number): number {
    return Math.min(this.#ends[code]!, this.#start(code) + KEY_BYTES);
  }

  #start(code: number): number {
    return code === 0 ? 0 : this.#ends[code - 1]!;
  }

  /** Whose text lies at that byte. */
  #codeAt(at: number, from: number, until: number): number {
    let low = from;
    let high = until - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ends[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #slotOf(bytes: Buffer): number {
    const mask = this.#table.length - 1;
    for (let slot = hashOf(bytes, 0, bytes.length) & mask; ; slot = (slot + 1) & mask) {
      const code = this.#table[slot]!;
      if (code === EMPTY) return slot;
      const start = this.#start(code);
      const end = this.#ends[code]!;
      if (end - start === bytes.length && this.#bytes.compare(bytes, 0, bytes.length, start, end) === 0) return slot;
    }
  }

  #reserve(length: number): void {
    if (length > this.#bytes.length) {
      const bytes = Buffer.allocUnsafeSlow(Math.max(length, this.#bytes.length * 2));
      this.#bytes.copy(bytes);
      this.#bytes = bytes;
    }
    if (this.#size === this.#ends.length) {
      const ends = new Uint32Array(this.#size * 2);
      ends.set(this.#ends);
      this.#ends = ends;
    }
  }

  #rehash(): void {
    const table = new Int32Array(this.#table.length * 2).fill(EMPTY);
    const mask = table.length - 1;
    for (let code = 0; code < this.#size; code += 1) {
      let slot = hashOf(this.#bytes, this.#start(code), this.#ends[code]!) & mask;
      while (table[slot] !== EMPTY) slot = (slot + 1) & mask;
      table[slot] = code;
    }
    this.#table = table;
  }
}

/** FNV-1a, 32 bits, mixed once more, so that texts that differ at the end differ in the low bits. */
const hashOf = (bytes: Buffer, start: number, end: number): number => {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
};
