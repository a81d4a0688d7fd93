/**
 * UntagResource: takes tags from an API or a stage; keys that are not there do not matter.
 * @source docs
 */
import type { HttpApiHandler } from './http-api-handler.ts';
import { parseResourceArn } from './identifiers.ts';
import { putTags, tagsOf } from './tags.ts';

export const untagResource: HttpApiHandler<'UntagResource'> = ({ ResourceArn, TagKeys }, context) => {
  const resource = parseResourceArn(ResourceArn, context.region);
  const kept = Object.entries(tagsOf(context, resource)).filter(([key]) => !TagKeys.includes(key));
  putTags(context, resource, Object.fromEntries(kept));
  return {};
};
