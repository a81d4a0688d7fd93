/**
 * UntagResource: takes tags from a function; those that it has not are as good.
 * @source docs
 */
import type { LambdaHandler } from './lambda-handler.ts';
import { putTags, taggedFunction, tagsOf } from './tags.ts';

export const untagResource: LambdaHandler<'UntagResource'> = (input, context) => {
  const row = taggedFunction(context, input.Resource);
  const kept = Object.entries(tagsOf(row)).filter(([key]) => !input.TagKeys.includes(key));
  putTags(context, row, Object.fromEntries(kept));
  return {};
};
