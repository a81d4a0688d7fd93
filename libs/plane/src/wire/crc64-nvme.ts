/** CRC-64/NVME (NVM Express command set specification), eight bytes a step, in two halves of 32 bits. */
const POLYNOMIAL = 0x9a6c9329ac4bc9b5n;

const [low, high] = (() => {
  const lows = new Int32Array(8 * 256);
  const highs = new Int32Array(8 * 256);
  const entries: bigint[] = [];
  for (let byte = 0n; byte < 256n; byte += 1n) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1n ? (crc >> 1n) ^ POLYNOMIAL : crc >> 1n;
    entries.push(crc);
  }
  for (let index = 0; index < lows.length; index += 1) {
    if (index >= 256) {
      const before = entries[index - 256]!;
      entries.push((before >> 8n) ^ entries[Number(before & 0xffn)]!);
    }
    lows[index] = Number(entries[index]! & 0xffffffffn);
    highs[index] = Number(entries[index]! >> 32n);
  }
  return [lows, highs];
})();

/** The running state: both halves of the register, before the final inversion. */
export interface Crc64State {
  low: number;
  high: number;
}

export const crc64NvmeStart = (): Crc64State => ({ low: -1, high: -1 });

export const crc64NvmeUpdate = (state: Crc64State, bytes: Uint8Array): void => {
  let l = state.low;
  let h = state.high;
  let at = 0;
  for (const end = bytes.length - 8; at <= end; at += 8) {
    l ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    h ^= bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24);
    const a = 0x700 + (l & 0xff);
    const b = 0x600 + ((l >>> 8) & 0xff);
    const c = 0x500 + ((l >>> 16) & 0xff);
    const d = 0x400 + (l >>> 24);
    const e = 0x300 + (h & 0xff);
    const f = 0x200 + ((h >>> 8) & 0xff);
    const g = 0x100 + ((h >>> 16) & 0xff);
    const i = h >>> 24;
    l = low[a]! ^ low[b]! ^ low[c]! ^ low[d]! ^ low[e]! ^ low[f]! ^ low[g]! ^ low[i]!;
    h = high[a]! ^ high[b]! ^ high[c]! ^ high[d]! ^ high[e]! ^ high[f]! ^ high[g]! ^ high[i]!;
  }
  for (; at < bytes.length; at += 1) {
    const index = (l ^ bytes[at]!) & 0xff;
    l = ((l >>> 8) | (h << 24)) ^ low[index]!;
    h = (h >>> 8) ^ high[index]!;
  }
  state.low = l;
  state.high = h;
};

/** The eight bytes of the checksum, most significant first. */
export const crc64NvmeDigest = (state: Crc64State): Buffer => {
  const digest = Buffer.alloc(8);
  digest.writeInt32BE(~state.high, 0);
  digest.writeInt32BE(~state.low, 4);
  return digest;
};
