/**
 * TagResource: adds tags to an API or a stage, over those of the same key.
 * @source docs
 */
import type { HttpApiHandler } from './http-api-handler.ts';
import { parseResourceArn } from './identifiers.ts';
import { putTags, tagsOf } from './tags.ts';

export const tagResource: HttpApiHandler<'TagResource'> = ({ ResourceArn, Tags = {} }, context) => {
  const resource = parseResourceArn(ResourceArn, context.region);
  putTags(context, resource, { ...tagsOf(context, resource), ...Tags });
  return {};
};
