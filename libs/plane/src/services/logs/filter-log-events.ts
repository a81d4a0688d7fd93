/**
 * FilterLogEvents: the events of a group's streams that a pattern matches, by time. A page may be empty and still have a
 * token, as on AWS: one call looks through a bounded number of events.
 * @source docs
 * @source unverified - how many events one call looks through; the texts of its own checks
 */
import { createHash } from 'node:crypto';
import type { LogsOperations } from '../../models/logs-operations.ts';
import type { CallContext } from '../../service.ts';
import { invalidParameter, invalidToken } from './errors.ts';
import { eventId, placeOf, type EventPlace } from './event-id.ts';
import { parseFilterPattern } from './filter-pattern.ts';
import { interleaveStreams, type PlacedEvent } from './interleave-streams.ts';
import { PAGE_BYTES, sizeOf } from './log-event.ts';
import { requestedLogGroup } from './log-group.ts';
import { LOG_STREAM_COLUMNS, requireLogStream, type LogStreamRow } from './log-stream.ts';
import type { LogsHandler } from './logs-handler.ts';
import { startsWith } from './starts-with.ts';

type Request = LogsOperations['FilterLogEvents']['input'];

const DEFAULT_LIMIT = 10_000;
const MOST_SEARCHED = 25_000;
/** Descending searches reach no further back. */
const DESCENDING_SINCE = Date.UTC(2024, 0, 1);

export const filterLogEvents: LogsHandler<'FilterLogEvents'> = (input, context) => {
  const { startTime: start = 0, endTime: end = Number.MAX_SAFE_INTEGER, limit = DEFAULT_LIMIT } = input;
  const group = requestedLogGroup(context, input);
  const matches = parseFilterPattern(input.filterPattern);
  const token = input.nextToken === undefined ? undefined : decodeToken(input.nextToken, input, group.id);
  const order = token?.order ?? (input.startFromHead === false ? 'descending' : 'ascending');
  if (order === 'descending' && start < DESCENDING_SINCE) {
    throw invalidParameter('startFromHead can be false only when startTime is on or after January 1, 2024.');
  }
  const streams = streamsOf(context, group.id, input, { start, end });
  const sequence = interleaveStreams(context.plane.store, streams, { order, start, end, beyond: token?.place });
  const events: PlacedEvent[] = [];
  let [bytes, searched] = [0, 0];
  let last: EventPlace | undefined;
  let more = false;
  for (const event of sequence) {
    const matched = matches(event.message);
    if (matched) bytes += sizeOf(event.message);
    more = searched === MOST_SEARCHED || events.length === limit || (bytes > PAGE_BYTES && events.length > 0);
    if (more) break;
    searched += 1;
    last = event;
    if (matched) events.push(event);
  }
  return {
    events: events.map((event) => ({
      logStreamName: event.streamName,
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.ingestion,
      eventId: eventId(event),
    })),
    searchedLogStreams: [], // AWS leaves it empty since 2020
    ...(more && last && { nextToken: encodeToken(order, last, input, group.id) }),
  };
};

const streamsOf = (
  context: CallContext,
  group: number,
  { logStreamNames: names, logStreamNamePrefix: prefix }: Request,
  { start, end }: { start: number; end: number },
): LogStreamRow[] => {
  if (names && prefix !== undefined) {
    throw invalidParameter('Only one of logStreamNames and logStreamNamePrefix may be specified.');
  }
  if (names) return [...new Set(names)].map((name) => requireLogStream(context, group, name));
  const named = startsWith('name', prefix);
  return context.plane.store.all<LogStreamRow>(
    `select ${LOG_STREAM_COLUMNS.join(', ')} from logs_stream
     where group_id = ? and events > 0 and last_event >= ? and first_event <= ? ${named ? `and ${named.sql}` : ''}`,
    ...[group, start, end],
    ...(named?.values ?? []),
  );
};

/** A token continues only the search that made it. */
const binding = (order: string, id: string, input: Request, group: number): string => {
  const { logStreamNames, logStreamNamePrefix, startTime, endTime, filterPattern } = input;
  const search = [order, id, group, logStreamNames, logStreamNamePrefix, startTime, endTime, filterPattern];
  return createHash('sha256').update(JSON.stringify(search)).digest('base64url').slice(0, 22);
};

const encodeToken = (order: string, place: EventPlace, input: Request, group: number): string => {
  const id = eventId(place);
  return `${order[0]!}.${id}.${binding(order, id, input, group)}`;
};

const decodeToken = (
  token: string,
  input: Request,
  group: number,
): { order: 'ascending' | 'descending'; place: EventPlace } => {
  const [direction, id = '', sum] = token.split('.');
  const order = direction === 'd' ? 'descending' : 'ascending';
  const place = placeOf(id);
  if (!place || encodeToken(order, place, input, group) !== token || sum === undefined) throw invalidToken();
  return { order, place };
};
