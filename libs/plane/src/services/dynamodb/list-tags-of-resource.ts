/**
 * ListTagsOfResource: all tags of a table; there are never more than a page of them.
 * @source docs
 */
import { validationException } from '../../wire/aws-error.ts';
import type { DynamoDBHandler } from './dynamodb-handler.ts';
import { taggedTable, tagsOf } from './table-tags.ts';

export const listTagsOfResource: DynamoDBHandler<'ListTagsOfResource'> = ({ ResourceArn, NextToken }, context) => {
  const { TableId } = taggedTable(context, ResourceArn);
  if (NextToken !== undefined) throw validationException('Invalid NextToken');
  return { Tags: tagsOf(context.plane.store, TableId) };
};
