/**
 * PutBucketTagging: replaces all tags of a bucket.
 * @source docs - API_PutBucketTagging
 */
import { requireBucket, setBucket } from './bucket.ts';
import type { S3Handler } from './operation.ts';
import { encodeTags } from './tags.ts';

export const putBucketTagging: S3Handler<'PutBucketTagging'> = (input, context) => {
  const bucket = requireBucket(context, input);
  const tags = encodeTags('bucket', input.Tagging.TagSet);
  const { store } = context.plane;
  store.transaction(() => setBucket(store, bucket.name, 'tags', tags));
  return {};
};
