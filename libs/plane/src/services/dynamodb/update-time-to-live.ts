/**
 * UpdateTimeToLive: lets items of a table expire by an attribute, or no longer. At most one change an hour, of service
 * time, as AWS has it. An expired item is deleted within a minute or so, and can be read until then.
 * @source unverified - the words of the refusals
 */
import { validationException } from '../../wire/aws-error.ts';
import { checkTableRequest } from './check-table-request.ts';
import type { DynamoDBHandler } from './dynamodb-handler.ts';
import { requireIdleTable, tableName } from './table.ts';
import { timeToLiveId } from './time-to-live-machine.ts';
import { findTimeToLive, type TimeToLive } from './time-to-live.ts';

const BETWEEN_CHANGES_MS = 3_600_000;

export const updateTimeToLive: DynamoDBHandler<'UpdateTimeToLive'> = (input, context) => {
  const { plane, accountId, region } = context;
  const name = tableName(context, input.TableName);
  checkTableRequest('DescribeTimeToLive', { TableName: name }); // it has the same member
  const { Enabled, AttributeName } = input.TimeToLiveSpecification;
  const { TableId: tableId } = requireIdleTable(context, name);
  const found = findTimeToLive(plane.store, tableId);
  const active = found?.status === 'ENABLING' || found?.status === 'ENABLED';
  if (Enabled && active) throw validationException('TimeToLive is already enabled');
  if (!Enabled && !active) throw validationException('TimeToLive is already disabled');
  if (!Enabled && found!.attribute !== AttributeName) {
    throw validationException(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${found!.attribute}`,
    );
  }
  const changed = context.now();
  if (found && (found.status === 'DISABLING' || changed < found.changed + BETWEEN_CHANGES_MS)) {
    throw validationException('Time to live has been modified multiple times within a fixed interval');
  }
  const id = timeToLiveId(tableId);
  if (Enabled) {
    const state: TimeToLive = { tableId, attribute: AttributeName, status: 'ENABLING', changed };
    plane.engine.create('dynamodb-time-to-live', { id, accountId, region }, state);
  } else {
    plane.engine.signal(id, 'disable');
  }
  return { TimeToLiveSpecification: { Enabled, AttributeName } };
};
