/**
 * CopyObject: the copy shares the source's bytes where they lie in one file, and is a plain object where they lie in parts.
 * @source docs - API_CopyObject
 */
import { requireBucket, type BucketRow } from './bucket.ts';
import { changeOf, putVersion } from './change-object.ts';
import { checksumMembers, knownAlgorithm, type ChecksumAlgorithm } from './checksum.ts';
import { checkWriteConditions } from './conditions.ts';
import { checkCopySize, findCopySource } from './copy-source.ts';
import { copyBytes } from './copy-bytes.ts';
import { invalidArgument, invalidRequest, notImplemented } from './errors.ts';
import { quoteEtag } from './etag.ts';
import { keyBytes } from './key.ts';
import { expirationMember } from './lifecycle-expiration.ts';
import { adoptFiles } from './object-files.ts';
import { encodeHeaders } from './object-headers.ts';
import { findObject, lastModified, type ObjectRow } from './object.ts';
import type { S3Handler, S3Input } from './operation.ts';
import { tagsOfHeader } from './tags.ts';
import { refuseUnsupported } from './unsupported.ts';

type Input = S3Input<'CopyObject'>;

/** The model's enum; S3's input is not checked against it. */
const TAGGING_DIRECTIVES: ReadonlySet<string> = new Set(['COPY', 'REPLACE']);

const refuse = (input: Input): void => {
  const { TaggingDirective: tagging, Tagging, AnnotationDirective: annotations, ...rest } = input;
  refuseUnsupported(rest);
  if (tagging !== undefined && !TAGGING_DIRECTIVES.has(tagging)) {
    throw invalidArgument('Unknown tagging directive.', 'x-amz-tagging-directive', tagging);
  }
  if (tagging !== 'REPLACE' && Tagging !== undefined) throw notImplemented('x-amz-tagging');
  if (annotations !== undefined && annotations !== 'COPY') throw notImplemented('x-amz-annotation-directive');
};

const changesNothing = (input: Input, object: ObjectRow, algorithm: ChecksumAlgorithm | undefined): boolean =>
  input.MetadataDirective !== 'REPLACE' &&
  (input.StorageClass ?? 'STANDARD') === object.storage_class &&
  input.ServerSideEncryption === undefined &&
  (algorithm === undefined || algorithm === object.checksum_algorithm);

export const copyObject: S3Handler<'CopyObject'> = async (input, context) => {
  const { store } = context.plane;
  refuse(input);
  keyBytes(input.Key);
  const admit = (): BucketRow => {
    const bucket = requireBucket(context, input);
    checkWriteConditions(input, findObject(store, input.Bucket, input.Key));
    return bucket;
  };
  admit();
  const { source, object, versionId } = findCopySource(context, input);
  checkCopySize(object.size);
  const algorithm = input.ChecksumAlgorithm === undefined ? undefined : knownAlgorithm(input.ChecksumAlgorithm);
  // An older version may be copied over the current one: that is how it is brought back.
  const toItself = source.bucket === input.Bucket && source.key === input.Key && source.versionId === undefined;
  if (toItself && changesNothing(input, object, algorithm)) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const headers = input.MetadataDirective === 'REPLACE' ? encodeHeaders(input) : object.headers;
  const tags = input.TaggingDirective === 'REPLACE' ? tagsOfHeader(input.Tagging) : object.tags;
  const copied = await copyBytes(context, object, algorithm);
  const modified = lastModified(context);
  const written = await adoptFiles(context, [copied.file], () => {
    const bucket = admit();
    const content = {
      file: copied.file,
      upload: null,
      size: object.size,
      etag: copied.etag,
      modified,
      checksum_algorithm: copied.checksum.algorithm,
      checksum_type: 'FULL_OBJECT' as const,
      checksum: copied.checksum.value,
      storage_class: input.StorageClass ?? 'STANDARD',
      headers,
      tags,
    };
    return {
      ...putVersion(changeOf(context, bucket, 'CopyObject'), input.Key, content),
      ...expirationMember(bucket, input.Key, content),
    };
  });
  return {
    ...written,
    ...(versionId === undefined ? {} : { CopySourceVersionId: versionId }),
    CopyObjectResult: {
      ETag: quoteEtag(copied.etag),
      LastModified: new Date(modified),
      ChecksumType: 'FULL_OBJECT',
      ...checksumMembers(copied.checksum),
    },
  };
};
