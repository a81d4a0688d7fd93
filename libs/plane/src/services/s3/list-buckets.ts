/**
 * ListBuckets: the caller's buckets of all regions in the order of their names, in pages when asked for.
 * @source docs - API_ListBuckets
 */
import type { BucketRow } from './bucket.ts';
import { decodeContinuationToken, encodeContinuationToken } from './continuation-token.ts';
import { invalidArgument } from './errors.ts';
import type { S3Handler } from './operation.ts';
import { ownerOf } from './owner.ts';

const MOST_BUCKETS = 10_000;

export const listBuckets: S3Handler<'ListBuckets'> = (input, context) => {
  const { MaxBuckets: max = MOST_BUCKETS, Prefix: prefix = '', BucketRegion: region, ContinuationToken: token } = input;
  if (max < 1 || max > MOST_BUCKETS) {
    throw invalidArgument('Argument max-buckets must be an integer between 1 and 10000', 'max-buckets', String(max));
  }
  const from = token === undefined ? prefix : decodeContinuationToken(token).toString('utf8');
  const rows = context.plane.store.all<Pick<BucketRow, 'name' | 'region' | 'created'>>(
    `select * from s3_bucket where account = ? and name >= ? and substr(name, 1, ?) = ? and (? is null or region = ?)
     order by name limit ?`,
    context.accountId,
    from,
    prefix.length,
    prefix,
    region ?? null,
    region ?? null,
    max + 1,
  );
  const next = rows[max];
  // S3 names the regions only to callers that use one of the newer parameters.
  const asked = Object.keys(input).length > 0;
  return {
    Buckets: rows.slice(0, max).map((row) => ({
      Name: row.name,
      CreationDate: new Date(row.created),
      ...(asked ? { BucketRegion: row.region, BucketArn: `arn:aws:s3:::${row.name}` } : {}),
    })),
    Owner: ownerOf(context.accountId),
    ...(next ? { ContinuationToken: encodeContinuationToken(Buffer.from(next.name)) } : {}),
    ...(input.Prefix === undefined ? {} : { Prefix: prefix }),
  };
};
