/**
 * UntagResource: takes tags off a table; those that are not there are none too few.
 * @source docs
 */
import { validationException } from '../../wire/aws-error.ts';
import type { DynamoDBHandler } from './dynamodb-handler.ts';
import { removeTags, taggedTable } from './table-tags.ts';

export const untagResource: DynamoDBHandler<'UntagResource'> = ({ ResourceArn, TagKeys }, context) => {
  const { TableId } = taggedTable(context, ResourceArn, '');
  if (TagKeys.length === 0) throw validationException('Atleast one Tag Key needs to be provided as Input.');
  removeTags(context.plane.store, TableId, TagKeys);
  return {};
};
