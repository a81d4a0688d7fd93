/**
 * TagResource: adds tags to a table, or changes them.
 * @source docs
 */
import { validationException } from '../../wire/aws-error.ts';
import type { DynamoDBHandler } from './dynamodb-handler.ts';
import { addTags, taggedTable } from './table-tags.ts';

export const tagResource: DynamoDBHandler<'TagResource'> = ({ ResourceArn, Tags }, context) => {
  const { TableId } = taggedTable(context, ResourceArn);
  if (Tags.length === 0) throw validationException('Atleast one Tag needs to be provided as Input.');
  addTags(context.plane.store, TableId, Tags);
  return {};
};
