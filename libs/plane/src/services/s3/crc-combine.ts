/** The CRC of two strings laid end to end, from their CRCs and the second's length: what makes a full-object checksum of parts. */

interface Crc {
  /** In bits. */
  readonly width: number;
  /** Reflected: the coefficient of the highest power is the lowest bit. */
  readonly polynomial: bigint;
}

const CRCS = {
  CRC32: { width: 32, polynomial: 0xedb88320n },
  CRC32C: { width: 32, polynomial: 0x82f63b78n },
  CRC64NVME: { width: 64, polynomial: 0x9a6c9329ac4bc9b5n },
} as const satisfies Record<string, Crc>;

export type CrcAlgorithm = keyof typeof CRCS;

export const isCrc = (algorithm: string): algorithm is CrcAlgorithm => algorithm in CRCS;

/** a(x) * b(x) modulo the polynomial, all reflected. */
const multiply = ({ width, polynomial }: Crc, a: bigint, b: bigint): bigint => {
  let product = 0n;
  let shifted = b;
  for (let bit = 1n << BigInt(width - 1); bit > 0n; bit >>= 1n) {
    if (a & bit) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
};

/** x to the power `exponent` modulo the polynomial, by squaring. */
const power = (crc: Crc, exponent: bigint): bigint => {
  let result = 1n << BigInt(crc.width - 1);
  let square = 1n << BigInt(crc.width - 2);
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = multiply(crc, result, square);
    square = multiply(crc, square, square);
  }
  return result;
};

const asNumber = (digest: Buffer): bigint => BigInt(`0x${digest.toString('hex')}`);

/** `digest` of the first string, and of the second with its length in bytes, both most significant byte first. */
export const combineCrc = (algorithm: CrcAlgorithm, digest: Buffer, next: Buffer, nextBytes: number): Buffer => {
  const crc = CRCS[algorithm];
  const moved = multiply(crc, power(crc, 8n * BigInt(nextBytes)), asNumber(digest));
  const combined = moved ^ asNumber(next);
  return Buffer.from(combined.toString(16).padStart(crc.width / 4, '0'), 'hex');
};
