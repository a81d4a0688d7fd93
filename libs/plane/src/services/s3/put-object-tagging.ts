/**
 * PutObjectTagging: replaces all tags of an object, or of the version that is named.
 * @source docs - API_PutObjectTagging
 */
import type { S3Handler } from './operation.ts';
import { tagObject } from './tag-object.ts';
import { encodeTags } from './tags.ts';

export const putObjectTagging: S3Handler<'PutObjectTagging'> = (input, context) =>
  tagObject(context, input, encodeTags('object', input.Tagging.TagSet));
