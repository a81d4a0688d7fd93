/**
 * ListObjectVersions: every version and delete marker by key and then by age, newest first, in pages, rolled up at a delimiter.
 * @source docs - API_ListObjectVersions
 */
import { requireBucket } from './bucket.ts';
import { invalidArgument } from './errors.ts';
import { quoteEtag } from './etag.ts';
import { keyText } from './key.ts';
import { urlEncoder } from './list-encoding.ts';
import { pageSize, prefixesOf } from './list-keys.ts';
import { afterMarker } from './list-marker.ts';
import { findVersion } from './object.ts';
import type { S3Handler, S3Input } from './operation.ts';
import { ownerOf } from './owner.ts';
import { refuseUnsupported } from './unsupported.ts';
import { checkVersionId, sequenceOf } from './version-id.ts';
import { ALL_VERSIONS, scanVersions, type ListedVersion, type VersionPlace } from './version-scan.ts';
import type { CallContext } from '../../service.ts';

type Input = S3Input<'ListObjectVersions'>;

/** Behind the marker's version, which may be gone by now: its id tells where it was, save that of `null`. */
const placeOf = ({ plane }: CallContext, input: Input): VersionPlace => {
  const { KeyMarker: keyMarker = '', VersionIdMarker: versionIdMarker = '', Prefix = '', Delimiter = '' } = input;
  if (versionIdMarker === '') {
    return { key: afterMarker(keyMarker, Buffer.from(Prefix), Buffer.from(Delimiter)), before: ALL_VERSIONS };
  }
  if (keyMarker === '') {
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionIdMarker,
    );
  }
  checkVersionId(versionIdMarker, 'version-id-marker');
  const before = sequenceOf(versionIdMarker) ?? findVersion(plane.store, input.Bucket, keyMarker, versionIdMarker)?.seq;
  return { key: Buffer.from(keyMarker), before: before ?? ALL_VERSIONS };
};

export const listObjectVersions: S3Handler<'ListObjectVersions'> = (input, context) => {
  refuseUnsupported(input);
  const bucket = requireBucket(context, input);
  const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: keyMarker = '' } = input;
  const limit = pageSize(input.MaxKeys);
  const encode = urlEncoder(input.EncodingType);
  const { rows, commonPrefixes, last } = scanVersions(context.plane.store, bucket.name, {
    prefix: Buffer.from(prefix),
    delimiter: Buffer.from(delimiter),
    from: placeOf(context, input),
    limit,
  });
  const owner = ownerOf(bucket.account);
  const shown = (row: ListedVersion) => ({
    Key: encode(keyText(row.key)),
    VersionId: row.version,
    IsLatest: row.latest === 1,
    LastModified: new Date(row.modified),
    Owner: owner,
  });
  return {
    Name: bucket.name,
    Prefix: encode(prefix),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: input.VersionIdMarker ?? '',
    MaxKeys: limit,
    IsTruncated: last !== undefined,
    ...(input.Delimiter === undefined ? {} : { Delimiter: encode(delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
    ...(last === undefined
      ? {}
      : Buffer.isBuffer(last)
        ? { NextKeyMarker: encode(last.toString('utf8')) }
        : { NextKeyMarker: encode(keyText(last.key)), NextVersionIdMarker: last.version }),
    Versions: rows
      .filter(({ marker }) => marker === 0)
      .map((row) => ({
        ...shown(row),
        ETag: quoteEtag(row.etag),
        ChecksumAlgorithm: [row.checksum_algorithm],
        ChecksumType: row.checksum_type,
        Size: row.size,
        StorageClass: row.storage_class as 'STANDARD',
      })),
    DeleteMarkers: rows.filter(({ marker }) => marker === 1).map(shown),
    CommonPrefixes: prefixesOf(commonPrefixes, encode),
  };
};
