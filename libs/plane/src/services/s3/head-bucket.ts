/**
 * HeadBucket: whether a bucket is there and the caller's, and in which region.
 * @source docs - API_HeadBucket
 */
import { requireBucket } from './bucket.ts';
import type { S3Handler } from './operation.ts';

export const headBucket: S3Handler<'HeadBucket'> = (input, context) => {
  const { name, region } = requireBucket(context, input);
  return { BucketArn: `arn:aws:s3:::${name}`, BucketRegion: region, AccessPointAlias: false };
};
