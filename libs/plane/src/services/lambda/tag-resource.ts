/**
 * TagResource: adds tags to a function, or changes their values.
 * @source docs - functions alone have tags, not their versions
 */
import type { LambdaHandler } from './lambda-handler.ts';
import { checkTags, putTags, taggedFunction, tagsOf } from './tags.ts';

export const tagResource: LambdaHandler<'TagResource'> = (input, context) => {
  const row = taggedFunction(context, input.Resource);
  const tags = { ...tagsOf(row), ...input.Tags };
  checkTags(tags);
  putTags(context, row, tags);
  return {};
};
