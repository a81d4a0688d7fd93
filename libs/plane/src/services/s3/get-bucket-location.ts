/**
 * GetBucketLocation: the region of a bucket, asked from any region; us-east-1 has no location constraint.
 * @source docs - API_GetBucketLocation
 */
import type { BucketLocationConstraint } from '@aws-sdk/client-s3';
import { ownBucket } from './bucket.ts';
import type { S3Handler } from './operation.ts';

export const getBucketLocation: S3Handler<'GetBucketLocation'> = (input, context) => {
  const { region } = ownBucket(context, input);
  return region === 'us-east-1' ? {} : { LocationConstraint: region as BucketLocationConstraint };
};
