/**
 * DeleteTable: a table that is DELETING is gone when its items are.
 * @source docs
 */
import { validationException } from '../../wire/aws-error.ts';
import { checkTableRequest } from './check-table-request.ts';
import type { DynamoDBHandler } from './dynamodb-handler.ts';
import { findTable, requireIdleTable, tableArn, tableName } from './table.ts';
import { tableMachineId } from './table-machine.ts';
import { deleteTableTags } from './table-tags.ts';
import { timeToLiveId } from './time-to-live-machine.ts';
import { deleteTimeToLive } from './time-to-live.ts';

export const deleteTable: DynamoDBHandler<'DeleteTable'> = (input, context) => {
  const { store, engine } = context.plane;
  const name = tableName(context, input.TableName);
  checkTableRequest('DeleteTable', { TableName: name });
  const { TableId, DeletionProtectionEnabled } = requireIdleTable(context, name);
  if (DeletionProtectionEnabled) {
    throw validationException(
      `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. ` +
        `Resource: ${tableArn(context, name)}`,
    );
  }
  engine.remove(timeToLiveId(TableId));
  deleteTimeToLive(store, TableId);
  deleteTableTags(store, TableId);
  engine.signal(tableMachineId(TableId), 'delete');
  return { TableDescription: findTable(store, context, name)! };
};
