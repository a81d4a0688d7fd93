/**
 * ListTags: the tags of a resource, by key.
 * @source sdk - MaxResults is at least 50, so that a resource's tags fit one page
 * @source unverified - the order, and the text for a missing resource
 */
import { equals } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { requireTaggable } from './taggable-resource.ts';

const MAX_TAGS_PER_PAGE = 50;

export const listTags: SageMakerHandler<'ListTags'> = (input, context) => {
  requireTaggable(input.ResourceArn, context, 'ListTags');
  const { rows, nextToken } = page<{ key: string; value: string }>(context.plane.store, {
    operation: 'ListTags',
    table: 'sagemaker_tag',
    columns: ['value'],
    scope: context,
    where: [equals('arn', input.ResourceArn)],
    sort: ['key'],
    order: 'Ascending',
    maxResults: Math.min(input.MaxResults ?? MAX_TAGS_PER_PAGE, MAX_TAGS_PER_PAGE),
    nextToken: input.NextToken,
  });
  return { Tags: rows.map(({ key, value }) => ({ Key: key, Value: value })), NextToken: nextToken };
};
