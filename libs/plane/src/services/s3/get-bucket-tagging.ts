/**
 * GetBucketTagging: the tags of a bucket; an error when it has none.
 * @source docs - API_GetBucketTagging
 */
import { AwsError } from '../../wire/aws-error.ts';
import { requireBucket } from './bucket.ts';
import type { S3Handler } from './operation.ts';
import { decodeTags } from './tags.ts';

export const getBucketTagging: S3Handler<'GetBucketTagging'> = (input, context) => {
  const { tags } = requireBucket(context, input);
  if (tags === null) throw new AwsError('NoSuchTagSet', 404, 'The TagSet does not exist', { BucketName: input.Bucket });
  return { TagSet: decodeTags(tags) };
};
