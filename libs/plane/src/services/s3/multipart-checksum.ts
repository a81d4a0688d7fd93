/** The checksum of an object made of parts: of the parts' checksums (composite), or of the bytes, combined from CRCs. */
import type { ChecksumAlgorithm, ChecksumType } from './checksum.ts';
import { createHasher, DEFAULT_ALGORITHM } from './checksum.ts';
import { combineCrc, isCrc } from './crc-combine.ts';
import { invalidRequest } from './errors.ts';

export interface PartChecksum {
  /** In bytes. */
  readonly size: number;
  /** Base64. */
  readonly checksum: string;
}

/**
 * The type that an upload's checksum has: what was asked for, else S3's default for the algorithm.
 * @throws InvalidRequest for a type that the algorithm has not
 */
export const checksumTypeOf = (algorithm: ChecksumAlgorithm, asked: string | undefined): ChecksumType => {
  const type = (asked ?? (algorithm === DEFAULT_ALGORITHM ? 'FULL_OBJECT' : 'COMPOSITE')) as ChecksumType;
  const known = type === 'FULL_OBJECT' ? isCrc(algorithm) : algorithm !== 'CRC64NVME';
  if (!known) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return type;
};

/** The checksum of the parts laid end to end; a composite one ends with `-<number of parts>`. */
export const multipartChecksum = (
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly PartChecksum[],
): string => {
  const digests = parts.map(({ checksum, size }) => ({ digest: Buffer.from(checksum, 'base64'), size }));
  if (type === 'FULL_OBJECT' && isCrc(algorithm)) {
    const [first, ...rest] = digests;
    return rest
      .reduce<Buffer>((whole, { digest, size }) => combineCrc(algorithm, whole, digest, size), first!.digest)
      .toString('base64');
  }
  const hasher = createHasher(algorithm);
  for (const { digest } of digests) hasher.update(digest);
  return `${hasher.digest().toString('base64')}-${parts.length}`;
};
