/**
 * GetLogEvents: a stream's events in the order of time, forwards or backwards from a token; at an end, AWS answers with
 * the token that it was given.
 * @source docs
 */
import { invalidToken } from './errors.ts';
import { eventId, placeOf, type EventPlace } from './event-id.ts';
import { eventsOf, PAGE_BYTES, sizeOf, type LogEventRow, type Position } from './log-event.ts';
import { requestedLogGroup } from './log-group.ts';
import { requireLogStream } from './log-stream.ts';
import type { LogsHandler } from './logs-handler.ts';

const DEFAULT_LIMIT = 10_000;

export const getLogEvents: LogsHandler<'GetLogEvents'> = (input, context) => {
  const group = requestedLogGroup(context, input);
  const stream = requireLogStream(context, group.id, input.logStreamName);
  const token = input.nextToken === undefined ? undefined : decodeToken(input.nextToken, stream.id);
  const forward = token ? token.forward : input.startFromHead === true;
  const start: Position = { timestamp: input.startTime ?? 0, seq: 0 };
  const end: Position = { timestamp: input.endTime ?? Number.MAX_SAFE_INTEGER, seq: 0 };
  const events = firstPage(
    eventsOf(
      context.plane.store,
      stream.id,
      forward
        ? { order: 'ascending', beyond: later(token?.place, start), until: end.timestamp - 1 }
        : { order: 'descending', beyond: earlier(token?.place, end), until: start.timestamp },
    ),
    input.limit ?? DEFAULT_LIMIT,
  );
  if (!forward) events.reverse();
  const [first, last] = [events[0], events.at(-1)];
  // A first page without events stands before all that may come.
  const here = token?.place ?? start;
  const place = (position: Position): EventPlace => ({ ...position, stream: stream.id });
  return {
    events: events.map(({ timestamp, message, ingestion }) => ({ timestamp, message, ingestionTime: ingestion })),
    nextForwardToken: `f/${eventId(place(last ?? here))}/s`,
    nextBackwardToken: `b/${eventId(place(first ?? here))}/s`,
  };
};

const compare = (one: Position, other: Position): number => one.timestamp - other.timestamp || one.seq - other.seq;

const later = (place: Position | undefined, start: Position): Position =>
  place && compare(place, start) > 0 ? place : start;

const earlier = (place: Position | undefined, end: Position): Position =>
  place && compare(place, end) < 0 ? place : end;

/** @throws AwsError InvalidParameterException for a token that is none of this stream's */
const decodeToken = (token: string, stream: number): { forward: boolean; place: Position } => {
  const [, direction, id] = /^([fb])\/(\d+)\/s$/.exec(token) ?? [];
  const place = placeOf(id ?? '');
  if (place?.stream !== stream) throw invalidToken();
  return { forward: direction === 'f', place: { timestamp: place.timestamp, seq: place.seq } };
};

/** As many as the limits on a page allow: never none of some. */
const firstPage = (events: Iterable<LogEventRow>, limit: number): LogEventRow[] => {
  const taken: LogEventRow[] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += sizeOf(event.message);
    if (taken.length > 0 && bytes > PAGE_BYTES) break;
    taken.push(event);
    if (taken.length === limit) break;
  }
  return taken;
};
