/**
 * ListTags: a function's tags.
 * @source docs
 */
import type { LambdaHandler } from './lambda-handler.ts';
import { taggedFunction, tagsOf } from './tags.ts';

export const listTags: LambdaHandler<'ListTags'> = (input, context) => ({
  Tags: tagsOf(taggedFunction(context, input.Resource)),
});
