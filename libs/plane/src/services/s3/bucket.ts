/** Buckets: finding one and checking that the caller may use it from where it calls. */
import type { CallContext } from '../../service.ts';
import type { SqlValue, Store } from '../../store/store.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { accessDenied, noSuchBucket } from './errors.ts';

export interface BucketRow {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Service time in milliseconds. */
  readonly created: number;
  /** Null until it was enabled once. */
  readonly versioning: 'Enabled' | 'Suspended' | null;
  /** 1 where events go to EventBridge. */
  readonly events: number | null;
  /** A document of tags. */
  readonly tags: string | null;
  /** A document of life-cycle rules. */
  readonly lifecycle: string | null;
}

const BUCKET = `select name, account, region, created, versioning, events, tags, lifecycle
  from s3_bucket left join s3_bucket_settings on bucket = name where name = ?`;

export const findBucket = (store: Store, name: string): BucketRow | undefined => store.get<BucketRow>(BUCKET, name);

/** Sets one of a bucket's settings, within the caller's transaction. */
export const setBucket = (
  store: Store,
  bucket: string,
  setting: 'versioning' | 'events' | 'tags' | 'lifecycle',
  value: SqlValue,
): void => {
  store.run('insert or ignore into s3_bucket_settings (bucket) values (?)', bucket);
  store.run(`update s3_bucket_settings set ${setting} = ? where bucket = ?`, value, bucket);
};

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
  const bucket = findBucket(context.plane.store, input.Bucket);
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
      { 'x-amz-bucket-region': bucket.region },
    );
  }
  return bucket;
};
