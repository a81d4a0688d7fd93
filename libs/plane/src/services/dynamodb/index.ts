/** DynamoDB: tables, their items, and when these expire. Items are dynalite's matter, on a store of the plane's own. */
import { dynamodbModel } from '../../models/dynamodb-model.ts';
import type { DynamoDBOperations } from '../../models/dynamodb-operations.ts';
import type { OperationModel } from '../../models/service-model.ts';
import { defineService, type Handlers } from '../../service.ts';
import { createTable } from './create-table.ts';
import { deleteTable } from './delete-table.ts';
import { describeTable } from './describe-table.ts';
import { describeTimeToLive } from './describe-time-to-live.ts';
import { itemOperation } from './item-operation.ts';
import { itemStores } from './item-stores.ts';
import { listTables } from './list-tables.ts';
import { listTagsOfResource } from './list-tags-of-resource.ts';
import { TABLE_SCHEMA } from './table.ts';
import { tableMachine } from './table-machine.ts';
import { TABLE_TAG_SCHEMA } from './table-tags.ts';
import { tagResource } from './tag-resource.ts';
import { timeToLiveMachine } from './time-to-live-machine.ts';
import { TIME_TO_LIVE_SCHEMA } from './time-to-live.ts';
import { untagResource } from './untag-resource.ts';
import { updateTable } from './update-table.ts';
import { updateTimeToLive } from './update-time-to-live.ts';

const onItems = {
  BatchGetItem: itemOperation('BatchGetItem'),
  BatchWriteItem: itemOperation('BatchWriteItem'),
  DeleteItem: itemOperation('DeleteItem'),
  GetItem: itemOperation('GetItem'),
  PutItem: itemOperation('PutItem'),
  Query: itemOperation('Query'),
  Scan: itemOperation('Scan'),
  UpdateItem: itemOperation('UpdateItem'),
} satisfies Partial<Handlers<DynamoDBOperations>>;

const operations: Record<string, OperationModel> = { ...dynamodbModel.operations };
for (const name of Object.keys(onItems)) operations[name] = { ...operations[name]!, document: true };

export const dynamodb = defineService<DynamoDBOperations>({
  model: { ...dynamodbModel, operations },
  schema: [...TABLE_SCHEMA, ...TABLE_TAG_SCHEMA, ...TIME_TO_LIVE_SCHEMA],
  machines: [tableMachine, timeToLiveMachine],
  handlers: {
    ...onItems,
    CreateTable: createTable,
    DeleteTable: deleteTable,
    DescribeTable: describeTable,
    DescribeTimeToLive: describeTimeToLive,
    ListTables: listTables,
    ListTagsOfResource: listTagsOfResource,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateTable: updateTable,
    UpdateTimeToLive: updateTimeToLive,
  },
  start: (plane) => () => itemStores(plane).close(),
});
