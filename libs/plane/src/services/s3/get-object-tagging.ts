/**
 * GetObjectTagging: the tags of an object, or of the version that is named; an empty set when it has none.
 * @source docs - API_GetObjectTagging
 */
import { requireBucket } from './bucket.ts';
import { requireObject, versionMember } from './object.ts';
import type { S3Handler } from './operation.ts';
import { decodeTags } from './tags.ts';

export const getObjectTagging: S3Handler<'GetObjectTagging'> = (input, context) => {
  const bucket = requireBucket(context, input);
  const object = requireObject(context.plane.store, bucket, input.Key, input.VersionId);
  return { TagSet: decodeTags(object.tags), ...versionMember(bucket, object) };
};
