/**
 * DescribeTimeToLive: whether items of a table expire, and by which attribute.
 * @source docs
 */
import { checkTableRequest } from './check-table-request.ts';
import type { DynamoDBHandler } from './dynamodb-handler.ts';
import { requireTable, tableName } from './table.ts';
import { findTimeToLive } from './time-to-live.ts';

export const describeTimeToLive: DynamoDBHandler<'DescribeTimeToLive'> = (input, context) => {
  const name = tableName(context, input.TableName);
  checkTableRequest('DescribeTimeToLive', { TableName: name });
  const found = findTimeToLive(context.plane.store, requireTable(context, name).TableId);
  if (!found || found.status === 'DISABLED') return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
  return { TimeToLiveDescription: { TimeToLiveStatus: found.status, AttributeName: found.attribute } };
};
