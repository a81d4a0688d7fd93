/** Arrays that a search works with, kept for the next: fresh ones for each would have the garbage collector run all the time. */

export class Scratch {
  readonly #bytes: Uint8Array[] = [];
  #used = 0;
  #numbers = new Float64Array(0);

  get size(): number {
    return this.#bytes.reduce((sum, { length }) => sum + length, this.#numbers.byteLength);
  }

  /** Takes back all that was given out. */
  reset(): void {
    this.#used = 0;
  }

  /** Zeros. */
  bytes(length: number): Uint8Array {
    const bytes = this.#take(length);
    bytes.fill(0);
    return bytes;
  }

  copy(of: Uint8Array): Uint8Array {
    const bytes = this.#take(of.length);
    bytes.set(of);
    return bytes;
  }

  /** Whatever was there before. There is one such array only. */
  numbers(length: number): Float64Array {
    if (this.#numbers.length < length) this.#numbers = new Float64Array(roomFor(length));
    return this.#numbers;
  }

  #take(length: number): Uint8Array {
    let bytes = this.#bytes[this.#used];
    if (!bytes || bytes.length < length) {
      bytes = new Uint8Array(roomFor(length));
      this.#bytes[this.#used] = bytes;
    }
    this.#used += 1;
    return bytes.subarray(0, length);
  }
}

/** A little more, since there will soon be more records. */
const roomFor = (length: number): number => Math.ceil(length * 1.25);
