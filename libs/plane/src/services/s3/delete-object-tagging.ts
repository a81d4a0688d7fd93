/**
 * DeleteObjectTagging: the object, or the version that is named, has no tags afterwards.
 * @source docs - API_DeleteObjectTagging
 */
import type { S3Handler } from './operation.ts';
import { tagObject } from './tag-object.ts';

export const deleteObjectTagging: S3Handler<'DeleteObjectTagging'> = (input, context) =>
  tagObject(context, input, null);
