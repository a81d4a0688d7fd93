/** CRC-32C (Castagnoli, RFC 3720 appendix B.4), eight bytes a step. */
const POLYNOMIAL = 0x82f63b78;

const table = (() => {
  const entries = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    entries[byte] = crc;
  }
  for (let index = 256; index < entries.length; index += 1) {
    const before = entries[index - 256]!;
    entries[index] = (before >>> 8) ^ entries[before & 0xff]!;
  }
  return entries;
})();

/** Continues `value`, the CRC of what came before (0 at the start), with `bytes`. */
export const crc32c = (bytes: Uint8Array, value = 0): number => {
  let crc = ~value;
  let at = 0;
  for (const end = bytes.length - 8; at <= end; at += 8) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc =
      table[0x700 + (crc & 0xff)]! ^
      table[0x600 + ((crc >>> 8) & 0xff)]! ^
      table[0x500 + ((crc >>> 16) & 0xff)]! ^
      table[0x400 + (crc >>> 24)]! ^
      table[0x300 + bytes[at + 4]!]! ^
      table[0x200 + bytes[at + 5]!]! ^
      table[0x100 + bytes[at + 6]!]! ^
      table[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at += 1) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
};
