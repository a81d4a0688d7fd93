/** What a data version says, in one hash that does not depend on the order of its rows; and whether a key came twice. */

const MODULUS = 1n << 256n;

export interface RowsDigest {
  add(digest: Buffer): void;
  /** Hexadecimal. */
  value(): string;
}

/** The sum modulo 2^256 of the rows' SHA-256: an additive multiset hash (Clarke et al., 2003), here against accidents. */
export const rowsDigest = (): RowsDigest => {
  let sum = 0n;
  return {
    add: (digest) => {
      sum = (sum + BigInt(`0x${digest.toString('hex')}`)) % MODULUS;
    },
    value: () => sum.toString(16).padStart(64, '0'),
  };
};

export interface KeySet {
  /** False when it was there already. */
  add(hash: Buffer): boolean;
}

/**
 * A set of keys by 64 bits of their hash, 16 to 32 bytes a key: by open addressing, doubled at half load. Among 10 million keys the chance that
 * two different ones are taken for one is 3 in a million.
 */
export const keySet = (initial = 1024): KeySet => {
  let size = 0;
  let slots = new Uint32Array(initial * 2);
  const place = (into: Uint32Array, high: number, low: number): boolean => {
    const mask = into.length / 2 - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const [a, b] = [into[slot * 2]!, into[slot * 2 + 1]!];
      if (a === high && b === low) return false;
      if (a !== 0 || b !== 0) continue;
      into[slot * 2] = high;
      into[slot * 2 + 1] = low;
      return true;
    }
  };
  const grow = (): void => {
    const larger = new Uint32Array(slots.length * 2);
    for (let at = 0; at < slots.length; at += 2) {
      if (slots[at] !== 0 || slots[at + 1] !== 0) place(larger, slots[at]!, slots[at + 1]!);
    }
    slots = larger;
  };
  return {
    add: (hash) => {
      const high = hash.readUInt32BE(0) || 1; // 0, 0 is a free slot
      if (!place(slots, high, hash.readUInt32BE(4))) return false;
      size += 1;
      if (size * 4 > slots.length) grow();
      return true;
    },
  };
};
