/**
 * AddTags: adds tags to a resource or overwrites their values.
 * @source docs - versions of model packages take no tags
 * @source unverified - the texts for a missing resource, a reserved key, a repeated key and too many tags
 */
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { putTags, tagsOf } from './tag-table.ts';
import { isPackageVersion, requireTaggable } from './taggable-resource.ts';

export const addTags: SageMakerHandler<'AddTags'> = (input, context) => {
  const { store } = context.plane;
  const resource = requireTaggable(input.ResourceArn, context, 'AddTags');
  if (isPackageVersion(resource)) {
    throw validationException(`Tags are not supported for the versioned model package ${input.ResourceArn}.`);
  }
  putTags(store, input.ResourceArn, input.Tags);
  return { Tags: tagsOf(store, input.ResourceArn) };
};
