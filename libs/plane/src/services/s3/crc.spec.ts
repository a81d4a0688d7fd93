import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHasher } from './checksum.ts';
import { combineCrc, type CrcAlgorithm } from './crc-combine.ts';

const digest = (algorithm: CrcAlgorithm, ...chunks: Uint8Array[]): Buffer => {
  const hasher = createHasher(algorithm);
  for (const chunk of chunks) hasher.update(chunk);
  return hasher.digest();
};

/** The check values of the catalogue of CRC algorithms: of the ASCII digits 1 to 9. */
const CHECK: Record<CrcAlgorithm, string> = {
  CRC32: 'cbf43926',
  CRC32C: 'e3069283',
  CRC64NVME: 'ae8b14860a799888',
};

describe.each(Object.keys(CHECK) as CrcAlgorithm[])('%s', (algorithm) => {
  it('has the check value, however the bytes are cut', () => {
    const bytes = Buffer.from('123456789');
    expect(digest(algorithm, bytes).toString('hex')).toBe(CHECK[algorithm]);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(digest(algorithm, bytes.subarray(0, cut), bytes.subarray(cut)).toString('hex')).toBe(CHECK[algorithm]);
    }
  });

  it('of two strings is that of both laid end to end', () => {
    for (const length of [0, 1, 1000, 70_001]) {
      const [first, second] = [randomBytes(333), randomBytes(length)];
      const combined = combineCrc(algorithm, digest(algorithm, first), digest(algorithm, second), second.length);
      expect(combined.equals(digest(algorithm, first, second))).toBe(true);
    }
  });
});
