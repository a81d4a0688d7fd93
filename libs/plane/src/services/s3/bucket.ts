/** Buckets: finding one and checking that the caller may use it from where it calls. */
import type { CallContext } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { accessDenied, noSuchBucket } from './errors.ts';

export interface BucketRow {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Service time in milliseconds. */
  readonly created: number;
}

/** What every operation on a bucket carries. */
export interface BucketInput {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string;
}

/**
 * The caller's bucket, wherever it lies.
 * @throws NoSuchBucket, and AccessDenied for another account's bucket or an unexpected owner
 */
export const ownBucket = (context: CallContext, input: BucketInput): BucketRow => {
  const bucket = context.plane.store.get<BucketRow>('select * from s3_bucket where name = ?', input.Bucket);
  if (!bucket) throw noSuchBucket(input.Bucket);
  if (bucket.account !== context.accountId) throw accessDenied();
  if (input.ExpectedBucketOwner !== undefined && input.ExpectedBucketOwner !== bucket.account) throw accessDenied();
  return bucket;
};

/**
 * The caller's bucket in the region that signed the call. The plane has one address for all regions, so a wrong region
 * shows only in the signature; S3 answers that with the region to use, which SDKs then follow.
 * @throws AuthorizationHeaderMalformed, and what {@link ownBucket} throws
 */
export const requireBucket = (context: CallContext, input: BucketInput): BucketRow => {
  const bucket = ownBucket(context, input);
  if (bucket.region !== context.region) {
    throw new AwsError(
      'AuthorizationHeaderMalformed',
      400,
      `The authorization header is malformed; the region '${context.region}' is wrong; expecting '${bucket.region}'`,
      { Region: bucket.region },
    );
  }
  return bucket;
};
