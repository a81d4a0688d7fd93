/**
 * DescribeTable: a table as it is now. AWS counts its items every six hours; here they are counted as they come and go.
 * @source docs
 */
import { checkTableRequest } from './check-table-request.ts';
import type { DynamoDBHandler } from './dynamodb-handler.ts';
import { itemStores } from './item-stores.ts';
import { requireTable, tableName } from './table.ts';
import { indexPrefix, itemPrefix, itemTotals } from './table-items.ts';

export const describeTable: DynamoDBHandler<'DescribeTable'> = async (input, context) => {
  const name = tableName(context, input.TableName);
  checkTableRequest('DescribeTable', { TableName: name });
  requireTable(context, name);
  const items = await itemStores(context.plane).of(context.accountId, context.region);
  const table = requireTable(context, name);
  const { count, bytes } = itemTotals(items, itemPrefix(table.TableId));
  const counted = <Index extends { IndexName?: string | undefined }>(index: Index): Index => {
    const totals = itemTotals(items, indexPrefix(table.TableId, index.IndexName!));
    return { ...index, ItemCount: totals.count, IndexSizeBytes: totals.bytes };
  };
  await items.committed();
  return {
    Table: {
      ...{ ...table, ItemCount: count, TableSizeBytes: bytes },
      ...(table.LocalSecondaryIndexes && { LocalSecondaryIndexes: table.LocalSecondaryIndexes.map(counted) }),
      ...(table.GlobalSecondaryIndexes && { GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map(counted) }),
    },
  };
};
