/**
 * ListTables: names in order, a hundred at most.
 * @source docs
 */
import type { DynamoDBHandler } from './dynamodb-handler.ts';
import { tableNames } from './table.ts';

const MOST = 100;

export const listTables: DynamoDBHandler<'ListTables'> = (input, context) => {
  const limit = input.Limit ?? MOST;
  const names = tableNames(context.plane.store, context, input.ExclusiveStartTableName ?? '', limit + 1);
  const page = names.slice(0, limit);
  return { TableNames: page, ...(names.length > limit && { LastEvaluatedTableName: page.at(-1)! }) };
};
