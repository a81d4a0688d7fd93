/** The checksum algorithms that the plane computes, and the members that carry their values. */
import { AwsError } from '../../wire/aws-error.ts';
import { CHECKSUM_ALGORITHMS, DIGEST_BYTES, type ChecksumAlgorithm } from '../../wire/checksum-hasher.ts';
import { invalidRequest } from './errors.ts';

export { createHasher, type ChecksumAlgorithm, type Hasher } from '../../wire/checksum-hasher.ts';

/** `COMPOSITE` is a checksum of the parts' checksums. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** What S3 computes for an object that comes without a checksum. */
export const DEFAULT_ALGORITHM: ChecksumAlgorithm = 'CRC64NVME';

/** @throws NotImplemented for S3's other algorithms, InvalidRequest for what S3 does not know */
export const knownAlgorithm = (name: string): ChecksumAlgorithm => {
  const algorithm = name.toUpperCase();
  if ((CHECKSUM_ALGORITHMS as string[]).includes(algorithm)) return algorithm as ChecksumAlgorithm;
  if (['SHA512', 'MD5', 'XXHASH64', 'XXHASH3', 'XXHASH128'].includes(algorithm)) {
    throw new AwsError('NotImplemented', 501, `The checksum algorithm ${algorithm} is not implemented`);
  }
  throw invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
};

export interface GivenChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64. */
  readonly value: string;
}

/** Members `ChecksumCRC32` … as inputs, outputs, parts and results have them. */
export type ChecksumMembers = { readonly [Algorithm in ChecksumAlgorithm as `Checksum${Algorithm}`]?: string };

export const checksumMembers = ({ algorithm, value }: GivenChecksum): ChecksumMembers => ({
  [`Checksum${algorithm}`]: value,
});

const VALUE_MEMBER = /^Checksum(CRC32|CRC32C|CRC64NVME|SHA1|SHA256|SHA512|MD5|XXHASH64|XXHASH3|XXHASH128)$/;

/**
 * The checksum that a request's headers carry.
 * @throws InvalidRequest for more than one, or a value of the wrong form
 */
export const givenChecksum = (input: object): GivenChecksum | undefined => {
  const given = Object.entries(input).flatMap(([member, value]): [string, string][] => {
    const name = VALUE_MEMBER.exec(member)?.[1];
    return name && typeof value === 'string' ? [[name, value]] : [];
  });
  if (given.length > 1) {
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  const [name, value] = given[0] ?? [];
  if (name === undefined || value === undefined) return undefined;
  const algorithm = knownAlgorithm(name);
  checkForm(algorithm, value);
  return { algorithm, value };
};

/** The checksum in the trailer of a chunked body, whose names are lower case. */
export const trailingChecksum = (trailers: Readonly<Record<string, string>>): GivenChecksum | undefined =>
  givenChecksum(
    Object.fromEntries(
      Object.entries(trailers).flatMap(([name, value]) => {
        const algorithm = /^x-amz-checksum-(.+)$/i.exec(name)?.[1];
        return algorithm ? [[`Checksum${algorithm.toUpperCase()}`, value.trim()]] : [];
      }),
    ),
  );

const checkForm = (algorithm: ChecksumAlgorithm, value: string): void => {
  // A composite value, allowed in CompleteMultipartUpload, ends with the number of parts.
  const digest = Buffer.from(value.replace(/-\d+$/, ''), 'base64');
  if (digest.length !== DIGEST_BYTES[algorithm] || digest.toString('base64') !== value.replace(/-\d+$/, '')) {
    throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
};
