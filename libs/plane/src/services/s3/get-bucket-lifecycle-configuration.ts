/**
 * GetBucketLifecycleConfiguration: a bucket's rules as they were put, each with its ID.
 * @source docs - API_GetBucketLifecycleConfiguration
 */
import { AwsError } from '../../wire/aws-error.ts';
import { requireBucket } from './bucket.ts';
import { lifecycleOf } from './lifecycle-rule.ts';
import type { S3Handler } from './operation.ts';

export const getBucketLifecycleConfiguration: S3Handler<'GetBucketLifecycleConfiguration'> = (input, context) => {
  const lifecycle = lifecycleOf(requireBucket(context, input));
  if (!lifecycle) {
    throw new AwsError('NoSuchLifecycleConfiguration', 404, 'The lifecycle configuration does not exist', {
      BucketName: input.Bucket,
    });
  }
  return { Rules: [...lifecycle.rules], TransitionDefaultMinimumObjectSize: lifecycle.transitionMinimum };
};
