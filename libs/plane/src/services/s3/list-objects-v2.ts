/**
 * ListObjectsV2: keys in UTF-8 order, in pages, those with a common prefix up to the delimiter rolled up.
 * @source docs - API_ListObjectsV2
 */
import { requireBucket } from './bucket.ts';
import { decodeContinuationToken, encodeContinuationToken } from './continuation-token.ts';
import { afterKey } from './key-scan.ts';
import { urlEncoder } from './list-encoding.ts';
import { contentsOf, listKeys, pageSize, prefixesOf } from './list-keys.ts';
import type { S3Handler } from './operation.ts';
import { ownerOf } from './owner.ts';
import { refuseUnsupported } from './unsupported.ts';

export const listObjectsV2: S3Handler<'ListObjectsV2'> = (input, context) => {
  refuseUnsupported(input);
  const bucket = requireBucket(context, input);
  const { Prefix: prefix = '', Delimiter: delimiter = '', StartAfter: startAfter, ContinuationToken: token } = input;
  const limit = pageSize(input.MaxKeys);
  const encode = urlEncoder(input.EncodingType);
  const from =
    token === undefined
      ? startAfter === undefined
        ? Buffer.alloc(0)
        : afterKey(Buffer.from(startAfter))
      : decodeContinuationToken(token);
  const page = listKeys(context.plane.store, bucket.name, { prefix, delimiter, from, limit });
  const next = limit > 0 ? page.next : undefined;
  return {
    Name: bucket.name,
    Prefix: encode(prefix),
    MaxKeys: limit,
    KeyCount: page.rows.length + page.commonPrefixes.length,
    IsTruncated: next !== undefined,
    ...(input.Delimiter === undefined ? {} : { Delimiter: encode(delimiter) }),
    ...(input.EncodingType === undefined ? {} : { EncodingType: input.EncodingType }),
    ...(startAfter === undefined ? {} : { StartAfter: encode(startAfter) }),
    ...(token === undefined ? {} : { ContinuationToken: token }),
    ...(next ? { NextContinuationToken: encodeContinuationToken(next) } : {}),
    Contents: contentsOf(page.rows, encode, input.FetchOwner ? ownerOf(bucket.account) : undefined),
    CommonPrefixes: prefixesOf(page.commonPrefixes, encode),
  };
};
