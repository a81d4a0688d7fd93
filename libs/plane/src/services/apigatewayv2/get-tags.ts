/**
 * GetTags: the tags of an API or a stage.
 * @source docs
 */
import type { HttpApiHandler } from './http-api-handler.ts';
import { parseResourceArn } from './identifiers.ts';
import { tagsOf } from './tags.ts';

export const getTags: HttpApiHandler<'GetTags'> = ({ ResourceArn }, context) => ({
  Tags: tagsOf(context, parseResourceArn(ResourceArn, context.region)),
});
