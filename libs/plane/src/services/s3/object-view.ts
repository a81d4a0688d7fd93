/** What GetObject and HeadObject answer of an object: which of its bytes, and its headers. */
import type { CallContext } from '../../service.ts';
import type { StoredFile } from '../../store/objects.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { requireBucket, type BucketInput } from './bucket.ts';
import { checksumMembers, type ChecksumMembers, type ChecksumType, type GivenChecksum } from './checksum.ts';
import { checkReadConditions, type ReadConditions } from './conditions.ts';
import { invalidRequest } from './errors.ts';
import { quoteEtag } from './etag.ts';
import { expirationMember } from './lifecycle-expiration.ts';
import { decodeHeaders, type ObjectHeaders } from './object-headers.ts';
import { partsOf, requireObject, versionMember, type ObjectRow, type PartFile } from './object.ts';
import { contentRange, parseRange, type ByteRange } from './range.ts';
import { decodeTags } from './tags.ts';
import { refuseUnsupported } from './unsupported.ts';

export interface ViewInput extends BucketInput, ReadConditions {
  readonly Key: string;
  readonly Range?: string;
  readonly PartNumber?: number;
  readonly VersionId?: string;
  readonly ChecksumMode?: string;
  readonly ResponseCacheControl?: string;
  readonly ResponseContentDisposition?: string;
  readonly ResponseContentEncoding?: string;
  readonly ResponseContentLanguage?: string;
  readonly ResponseContentType?: string;
  readonly ResponseExpires?: Date;
}

export interface ObjectView {
  readonly files: readonly StoredFile[];
  readonly bytes: ByteRange;
  readonly output: ObjectHeaders &
    ChecksumMembers & {
      readonly AcceptRanges: string;
      readonly ContentLength: number;
      /** Present when the answer is a part of the object: its status is then 206. */
      readonly ContentRange?: string;
      readonly ETag: string;
      readonly LastModified: Date;
      readonly PartsCount?: number;
      readonly ChecksumType?: ChecksumType;
      readonly StorageClass?: 'STANDARD_IA';
      readonly VersionId?: string;
      readonly TagCount?: number;
      readonly Expiration?: string;
    };
}

interface Selection {
  readonly bytes: ByteRange;
  readonly partial: boolean;
  readonly partsCount?: number;
  /** Of these bytes; a range has none. */
  readonly checksum?: GivenChecksum;
}

const selectPart = (object: ObjectRow, parts: readonly PartFile[], number: number): Selection => {
  const part = parts[number - 1];
  if (!part) {
    throw new AwsError('InvalidPartNumber', 416, 'The requested partnumber is not satisfiable', {
      PartNumberRequested: String(number),
      ActualPartCount: String(parts.length),
    });
  }
  const start = parts.slice(0, number - 1).reduce((sum, { size }) => sum + size, 0);
  return {
    bytes: { start, end: start + part.size },
    partial: true,
    checksum: { algorithm: part.checksum_algorithm, value: part.checksum },
    ...(object.upload === null ? {} : { partsCount: parts.length }),
  };
};

const select = (object: ObjectRow, parts: readonly PartFile[], input: ViewInput): Selection => {
  if (input.Range !== undefined && input.PartNumber !== undefined) {
    throw invalidRequest('Cannot specify both Range header and partNumber query parameter');
  }
  if (input.PartNumber !== undefined) return selectPart(object, parts, input.PartNumber);
  const range = input.Range === undefined ? undefined : parseRange(input.Range, object.size);
  if (range) return { bytes: range, partial: true };
  return {
    bytes: { start: 0, end: object.size },
    partial: false,
    checksum: { algorithm: object.checksum_algorithm, value: object.checksum },
  };
};

/** @throws NoSuchBucket, NoSuchKey, NoSuchVersion, NotModified, PreconditionFailed, InvalidRange and whatever else reading an object may meet */
export const viewObject = (context: CallContext, input: ViewInput): ObjectView => {
  refuseUnsupported(input);
  const bucket = requireBucket(context, input);
  const { store } = context.plane;
  const object = requireObject(store, bucket, input.Key, input.VersionId);
  checkReadConditions(input, object);
  const files = partsOf(store, object);
  const { bytes, partial, partsCount, checksum } = select(object, files, input);
  const kept = decodeHeaders(object.headers);
  return {
    files,
    bytes,
    output: {
      ...kept,
      CacheControl: input.ResponseCacheControl ?? kept.CacheControl,
      ContentDisposition: input.ResponseContentDisposition ?? kept.ContentDisposition,
      ContentEncoding: input.ResponseContentEncoding ?? kept.ContentEncoding,
      ContentLanguage: input.ResponseContentLanguage ?? kept.ContentLanguage,
      ContentType: input.ResponseContentType ?? kept.ContentType,
      Expires: input.ResponseExpires ?? kept.Expires,
      AcceptRanges: 'bytes',
      ContentLength: bytes.end - bytes.start,
      ...(partial && object.size > 0 ? { ContentRange: contentRange(bytes, object.size) } : {}),
      ETag: quoteEtag(object.etag),
      LastModified: new Date(object.modified),
      ...versionMember(bucket, object),
      ...(object.tags === null ? {} : { TagCount: decodeTags(object.tags).length }),
      // Only a current version is due to expire.
      ...('marker' in object ? {} : expirationMember(bucket, input.Key, object)),
      ...(partsCount === undefined ? {} : { PartsCount: partsCount }),
      // S3 leaves out the class of an object in S3 Standard.
      ...(object.storage_class === 'STANDARD' ? {} : { StorageClass: object.storage_class as 'STANDARD_IA' }),
      ...(input.ChecksumMode === 'ENABLED' && checksum
        ? { ...checksumMembers(checksum), ChecksumType: object.checksum_type }
        : {}),
    },
  };
};
