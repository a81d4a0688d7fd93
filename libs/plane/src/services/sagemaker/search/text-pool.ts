/** Distinct texts as bytes outside of JavaScript's heap: a million of them cost the garbage collector nothing. */
import { firstLength, grown } from './grown.ts';

const KEY_BYTES = 1000;

/** The most bytes that one of JavaScript's characters takes in UTF-8. */
const CHARACTER_BYTES = 3;

const ASCII_END = 0x80;

export class TextPool {
  readonly #firstLength = firstLength();
  #bytes = Buffer.allocUnsafeSlow(this.#firstLength * 16);
  /** Where each text ends; where it begins is where the one before ends. */
  #ends = new Uint32Array(this.#firstLength);
  #hashes = new Uint32Array(this.#firstLength);
  /** Codes by hash, open addressing; each is kept as one more, so that 0 is an empty place. */
  #table = new Uint32Array(32);
  #size = 0;
  /** Many columns hold one text again and again. */
  #latest: { readonly text: string; readonly code: number } | undefined;

  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#bytes.length + this.#ends.byteLength + this.#hashes.byteLength + this.#table.byteLength;
  }

  text(code: number): string {
    return this.#bytes.toString('utf8', this.#start(code), this.#ends[code]);
  }

  /** The code of a text, undefined when it is not there. */
  find(text: string): number | undefined {
    const end = this.#write(text);
    const code = this.#table[this.#slotOf(this.#hash(end), end)]!;
    return code === 0 ? undefined : code - 1;
  }

  /** The code of a text, which is new or known. */
  add(text: string): number {
    if (this.#latest?.text === text) return this.#latest.code;
    const end = this.#write(text);
    const hash = this.#hash(end);
    const slot = this.#slotOf(hash, end);
    const code = (this.#table[slot] || this.#append(hash, end, slot)) - 1;
    this.#latest = { text, code };
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

  /** Writes a text behind the last one, where it stays if it is new. Returns where it ends. */
  #write(text: string): number {
    const start = this.#start(this.#size);
    const most = start + text.length * CHARACTER_BYTES;
    if (most > this.#bytes.length) {
      const bytes = Buffer.allocUnsafeSlow(Math.max(most, this.#bytes.length * 2));
      this.#bytes.copy(bytes, 0, 0, start);
      this.#bytes = bytes;
    }
    const bytes = this.#bytes;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (unit >= ASCII_END) return start + bytes.write(text, start);
      bytes[start + index] = unit;
    }
    return start + text.length;
  }

  /** FNV-1a, 32 bits, mixed once more, so that texts that differ at the end differ in the low bits. */
  #hash(end: number): number {
    const bytes = this.#bytes;
    let hash = 0x811c9dc5;
    for (let at = this.#start(this.#size); at < end; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    return (hash ^ (hash >>> 15)) >>> 0;
  }

  /** The place of the text that was written last: of its code, or empty. */
  #slotOf(hash: number, end: number): number {
    const mask = this.#table.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const kept = this.#table[slot]!;
      if (kept === 0 || (this.#hashes[kept - 1] === hash && this.#isWritten(kept - 1, end))) return slot;
    }
  }

  #isWritten(code: number, end: number): boolean {
    const bytes = this.#bytes;
    const written = this.#start(this.#size);
    const start = this.#start(code);
    const length = end - written;
    if (this.#ends[code]! - start !== length) return false;
    for (let at = 0; at < length; at += 1) if (bytes[start + at] !== bytes[written + at]) return false;
    return true;
  }

  /** Returns its code and one more. */
  #append(hash: number, end: number, slot: number): number {
    if (this.#size === this.#ends.length) {
      this.#ends = grown(this.#ends);
      this.#hashes = grown(this.#hashes);
      // At most three quarters of the places are taken.
      while (this.#table.length * 3 < this.#ends.length * 4) this.#rehash();
      slot = this.#slotOf(hash, end);
    }
    this.#ends[this.#size] = end;
    this.#hashes[this.#size] = hash;
    this.#size += 1;
    this.#table[slot] = this.#size;
    return this.#size;
  }

  #rehash(): void {
    const table = new Uint32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let code = 0; code < this.#size; code += 1) {
      let slot = this.#hashes[code]! & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = code + 1;
    }
    this.#table = table;
  }
}
