/** HMAC-SHA256 (RFC 2104) by one-shot hashes: `createHmac` sets up a stream for each signature, which costs several times as much. */
import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;

const padded = (key: Uint8Array, pad: number, extra: number): Buffer => {
  const block = Buffer.alloc(BLOCK_BYTES + extra);
  block.fill(pad, 0, BLOCK_BYTES);
  for (const [index, byte] of key.entries()) block[index] = byte ^ pad;
  return block;
};

/** A key that signs many texts. */
export class HmacKey {
  readonly #inner: Buffer;
  /** The outer block, and the inner hash behind it. */
  readonly #outer: Buffer;

  /** @throws RangeError when the key is longer than a block of SHA-256, 64 bytes */
  constructor(key: Uint8Array) {
    if (key.length > BLOCK_BYTES) throw new RangeError(`a key of ${key.length} bytes`);
    this.#inner = padded(key, 0x36, 0);
    this.#outer = padded(key, 0x5c, HASH_BYTES);
  }

  /** Of a text that holds one character per byte, in hexadecimal. */
  sign(text: string): string {
    const message = Buffer.allocUnsafe(BLOCK_BYTES + text.length);
    this.#inner.copy(message);
    message.write(text, BLOCK_BYTES, 'latin1');
    hash('sha256', message, 'buffer').copy(this.#outer, BLOCK_BYTES);
    return hash('sha256', this.#outer, 'hex');
  }
}
