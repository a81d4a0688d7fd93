/** The bytes of an object under a new file name: linked where nothing has to be computed anew, else read, hashed and written. */
import { createHash } from 'node:crypto';
import type { CallContext } from '../../service.ts';
import { createHasher, type ChecksumAlgorithm, type GivenChecksum } from './checksum.ts';
import { objectFiles } from './object-files.ts';
import { partsOf, type ObjectRow } from './object.ts';
import type { ByteRange } from './range.ts';

export interface CopiedBytes {
  readonly file: string;
  readonly size: number;
  /** Unquoted MD5 of the bytes. */
  readonly etag: string;
  readonly checksum: GivenChecksum;
}

/** A copy of `range` of `object`, read and hashed. */
export const copyRange = async (
  context: CallContext,
  object: ObjectRow,
  range: ByteRange,
  algorithm: ChecksumAlgorithm,
): Promise<CopiedBytes> => {
  const files = objectFiles(context.plane);
  const md5 = createHash('md5');
  const hasher = createHasher(algorithm);
  const bytes = files.read(partsOf(context.plane.store, object), range.start, range.end);
  try {
    const { file, size } = await files.write(bytes, { digests: [md5, hasher] });
    return {
      file,
      size,
      etag: md5.digest('hex'),
      checksum: { algorithm, value: hasher.digest().toString('base64') },
    };
  } finally {
    bytes.destroy();
  }
};

/** A copy of all of `object`, with the checksum of `algorithm`, or of the source's when none is asked for. */
export const copyBytes = async (
  context: CallContext,
  object: ObjectRow,
  algorithm: ChecksumAlgorithm = object.checksum_algorithm,
): Promise<CopiedBytes> => {
  if (object.file === null || algorithm !== object.checksum_algorithm) {
    return copyRange(context, object, { start: 0, end: object.size }, algorithm);
  }
  const file = await objectFiles(context.plane).link(object.file);
  return { file, size: object.size, etag: object.etag, checksum: { algorithm, value: object.checksum } };
};
