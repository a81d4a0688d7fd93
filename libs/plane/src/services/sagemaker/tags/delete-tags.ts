/**
 * DeleteTags: removes tags from a resource; keys that it does not have are no error.
 * @source docs
 * @source unverified - the text for a missing resource
 */
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { removeTags } from './tag-table.ts';
import { requireTaggable } from './taggable-resource.ts';

export const deleteTags: SageMakerHandler<'DeleteTags'> = (input, context) => {
  requireTaggable(input.ResourceArn, context, 'DeleteTags');
  removeTags(context.plane.store, input.ResourceArn, input.TagKeys);
  return {};
};
