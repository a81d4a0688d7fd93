/**
 * DescribeLogStreams: a group's streams by name or by the time of their last event, a page at a time.
 * @source docs
 * @source unverified - the text for a prefix together with LastEventTime
 */
import { page } from '../../store/page.ts';
import { invalidParameter, invalidToken } from './errors.ts';
import { eventId } from './event-id.ts';
import { logGroupArn, requestedLogGroup } from './log-group.ts';
import { LOG_STREAM_COLUMNS, type LogStreamRow } from './log-stream.ts';
import type { LogsHandler } from './logs-handler.ts';
import { startsWith } from './starts-with.ts';

const OPERATION = 'DescribeLogStreams';
const DEFAULT_LIMIT = 50;
const SORT = { LogStreamName: ['name'], LastEventTime: ['last_event', 'name'] } as const;

export const describeLogStreams: LogsHandler<typeof OPERATION> = (input, context) => {
  const { orderBy = 'LogStreamName', logStreamNamePrefix: prefix } = input;
  const group = requestedLogGroup(context, input);
  if (orderBy === 'LastEventTime' && prefix !== undefined) {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
  }
  const { rows, nextToken } = page<LogStreamRow>(context.plane.store, {
    operation: OPERATION,
    table: 'logs_stream',
    columns: LOG_STREAM_COLUMNS,
    scope: context,
    where: [{ sql: 'group_id = ?', values: [group.id] }, startsWith('name', prefix)],
    sort: SORT[orderBy],
    order: input.descending ? 'Descending' : 'Ascending',
    maxResults: input.limit ?? DEFAULT_LIMIT,
    nextToken: input.nextToken,
    invalidToken,
  });
  return {
    logStreams: rows.map((stream) => ({
      logStreamName: stream.name,
      creationTime: stream.created,
      ...(stream.events > 0 && {
        firstEventTimestamp: stream.first_event,
        lastEventTimestamp: stream.last_event,
        lastIngestionTime: stream.last_ingestion,
        uploadSequenceToken: eventId({ timestamp: stream.last_event, stream: stream.id, seq: stream.events }),
      }),
      arn: `${logGroupArn(context, group.name)}:log-stream:${stream.name}`,
      storedBytes: 0, // AWS reports 0 for every stream since 2019
    })),
    nextToken,
  };
};
