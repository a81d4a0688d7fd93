/** The checksums that S3's clients send, computed. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from './crc32c.ts';
import { crc64NvmeDigest, crc64NvmeStart, crc64NvmeUpdate } from './crc64-nvme.ts';

/** Bytes of a digest. */
export const DIGEST_BYTES = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 } as const;

export type ChecksumAlgorithm = keyof typeof DIGEST_BYTES;

export const CHECKSUM_ALGORITHMS = Object.keys(DIGEST_BYTES) as ChecksumAlgorithm[];

export interface Hasher {
  update(chunk: Uint8Array): unknown;
  digest(): Buffer;
}

const crc32Hasher = (step: (chunk: Uint8Array, value: number) => number): Hasher => {
  let value = 0;
  return {
    // zlib starts anew when it gets no bytes.
    update: (chunk) => (value = chunk.length === 0 ? value : step(chunk, value)),
    digest: () => {
      const digest = Buffer.alloc(4);
      digest.writeUInt32BE(value);
      return digest;
    },
  };
};

export const createHasher = (algorithm: ChecksumAlgorithm): Hasher => {
  switch (algorithm) {
    case 'CRC32':
      return crc32Hasher((chunk, value) => crc32(chunk, value));
    case 'CRC32C':
      return crc32Hasher(crc32c);
    case 'CRC64NVME': {
      const state = crc64NvmeStart();
      return { update: (chunk) => crc64NvmeUpdate(state, chunk), digest: () => crc64NvmeDigest(state) };
    }
    default:
      return createHash(algorithm.toLowerCase());
  }
};
