/**
 * DeleteBucketTagging: the bucket has no tags afterwards.
 * @source docs - API_DeleteBucketTagging
 */
import { requireBucket, setBucket } from './bucket.ts';
import type { S3Handler } from './operation.ts';

export const deleteBucketTagging: S3Handler<'DeleteBucketTagging'> = (input, context) => {
  const bucket = requireBucket(context, input);
  const { store } = context.plane;
  store.transaction(() => setBucket(store, bucket.name, 'tags', null));
  return {};
};
