/** Takes in the bytes of PutObject and UploadPart: to a file, hashed on the way, and held against what the client said of them. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { CallContext } from '../../service.ts';
import type { StoredFile } from '../../store/objects.ts';
import { AwsError } from '../../wire/aws-error.ts';
import {
  createHasher,
  DEFAULT_ALGORITHM,
  givenChecksum,
  knownAlgorithm,
  trailingChecksum,
  type ChecksumAlgorithm,
  type GivenChecksum,
} from './checksum.ts';
import { badDigest, entityTooLarge, invalidRequest } from './errors.ts';
import { objectFiles } from './object-files.ts';

/** 5 GiB: what one PutObject, one part or one copied source may hold. */
export const MAX_UPLOAD_BYTES = 5 * 1024 ** 3;

export interface UploadInput {
  /** The wire's stream knows its length and, at its end, its trailers; another service of the plane may give bytes. */
  readonly Body?:
    (Readable & { readonly length?: number; readonly trailers?: Readonly<Record<string, string>> }) | Uint8Array;
  readonly ContentMD5?: string;
  /** `x-amz-sdk-checksum-algorithm`: which checksum comes in a header or a trailer. */
  readonly ChecksumAlgorithm?: string;
}

export interface Received extends StoredFile {
  /** Unquoted MD5. */
  readonly etag: string;
  /** The checksum to keep. */
  readonly kept: GivenChecksum;
  /** The checksum that the client gave, verified. */
  readonly given: GivenChecksum | undefined;
}

const expectedMd5 = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined;
  const digest = Buffer.from(header, 'base64');
  if (digest.length !== 16) throw new AwsError('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.');
  return digest.toString('hex');
};

/** The checksum of bytes that are stored already. */
const rehash = async (context: CallContext, stored: StoredFile, algorithm: ChecksumAlgorithm): Promise<string> => {
  const hasher = createHasher(algorithm);
  for await (const chunk of objectFiles(context.plane).read([stored], 0, stored.size)) hasher.update(chunk as Buffer);
  return hasher.digest().toString('base64');
};

/**
 * Stores the body and verifies it; nothing is left when that fails.
 * @param keep the algorithm of the checksum to keep; absent for the client's, or S3's default when the client gives none
 * @throws BadDigest, InvalidDigest, InvalidRequest, EntityTooLarge
 */
export const receive = async (
  context: CallContext,
  input: UploadInput,
  keep?: ChecksumAlgorithm,
): Promise<Received> => {
  const md5 = expectedMd5(input.ContentMD5);
  const header = givenChecksum(input);
  const declared = input.ChecksumAlgorithm === undefined ? undefined : knownAlgorithm(input.ChecksumAlgorithm);
  if (header && declared && header.algorithm !== declared) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  const body = input.Body ?? new Uint8Array();
  const check = (size: number): void => {
    if (size > MAX_UPLOAD_BYTES) throw entityTooLarge(size, MAX_UPLOAD_BYTES);
  };
  check(body.length ?? 0);

  const expected = header?.algorithm ?? declared;
  const algorithms = new Set([expected, keep].filter((algorithm) => algorithm !== undefined));
  if (algorithms.size === 0) algorithms.add(DEFAULT_ALGORITHM);
  const hashers = new Map([...algorithms].map((algorithm) => [algorithm, createHasher(algorithm)]));
  const md5Hash = createHash('md5');
  const files = objectFiles(context.plane);
  const stored = await files.write(body instanceof Uint8Array ? [body] : body, {
    digests: [md5Hash, ...hashers.values()],
    check,
  });
  try {
    const computed = new Map(
      [...hashers].map(([algorithm, hasher]) => [algorithm, hasher.digest().toString('base64')]),
    );
    const checksum = async (algorithm: ChecksumAlgorithm): Promise<string> =>
      // A client may name its algorithm in the trailer alone, when the bytes have gone by.
      computed.get(algorithm) ?? rehash(context, stored, algorithm);
    const given = header ?? (body instanceof Uint8Array ? undefined : trailingChecksum(body.trailers ?? {}));
    if (declared && given?.algorithm !== declared) {
      throw invalidRequest(
        'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
      );
    }
    if (given && given.value !== (await checksum(given.algorithm))) {
      throw badDigest(`The ${given.algorithm} you specified did not match the calculated checksum.`);
    }
    const etag = md5Hash.digest('hex');
    if (md5 !== undefined && md5 !== etag) {
      throw badDigest('The Content-MD5 you specified did not match what we received.');
    }
    const algorithm = keep ?? given?.algorithm ?? DEFAULT_ALGORITHM;
    return { ...stored, etag, given, kept: { algorithm, value: await checksum(algorithm) } };
  } catch (error) {
    await files.remove([stored.file]);
    throw error;
  }
};
