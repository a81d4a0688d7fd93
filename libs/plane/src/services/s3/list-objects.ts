/**
 * ListObjects: the listing before ListObjectsV2, with markers in the place of tokens; boto3's resources still ask for it.
 * @source docs - API_ListObjects
 */
import { requireBucket } from './bucket.ts';
import { keyText } from './key.ts';
import { urlEncoder } from './list-encoding.ts';
import { contentsOf, listKeys, pageSize, prefixesOf } from './list-keys.ts';
import { afterMarker } from './list-marker.ts';
import type { S3Handler } from './operation.ts';
import { ownerOf } from './owner.ts';
import { refuseUnsupported } from './unsupported.ts';

export const listObjects: S3Handler<'ListObjects'> = (input, context) => {
  refuseUnsupported(input);
  const bucket = requireBucket(context, input);
  const { Prefix: prefix = '', Delimiter: delimiter = '', Marker: marker = '' } = input;
  const limit = pageSize(input.MaxKeys);
  const encode = urlEncoder(input.EncodingType);
  const from = afterMarker(marker, Buffer.from(prefix), Buffer.from(delimiter));
  const page = listKeys(context.plane.store, bucket.name, { prefix, delimiter, from, limit });
  const more = limit > 0 && page.next !== undefined;
  const shown = [...page.rows.map((row) => Buffer.from(keyText(row.key))), ...page.commonPrefixes];
  const last = shown.sort((a, b) => Buffer.compare(a, b)).at(-1);
  return {
    Name: bucket.name,
    Prefix: encode(prefix),
    Marker: encode(marker),
    MaxKeys: limit,
    IsTruncated: more,
    ...(input.Delimiter === undefined ? {} : { Delimiter: encode(delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
    // Without a delimiter clients go on behind the last key.
    ...(more && last && delimiter !== '' ? { NextMarker: encode(last.toString('utf8')) } : {}),
    Contents: contentsOf(page.rows, encode, ownerOf(bucket.account)),
    CommonPrefixes: prefixesOf(page.commonPrefixes, encode),
  };
};
