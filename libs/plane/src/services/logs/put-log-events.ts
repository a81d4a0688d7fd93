/**
 * PutLogEvents: a batch of events, in the order of their times; sequence tokens are ignored, as AWS does since 2023.
 * @source docs - limits; error texts from reports of CloudWatch's answers
 * @source unverified - that events outside of the window do not count for the batch's span
 */
import type { LogsOperations } from '../../models/logs-operations.ts';
import { eventId } from './event-id.ts';
import { invalidParameter, refuseMembers } from './errors.ts';
import { insertEvent, PAGE_BYTES, sizeOf } from './log-event.ts';
import { countBytes, requireLogGroup } from './log-group.ts';
import { requireLogStream } from './log-stream.ts';
import type { LogsHandler } from './logs-handler.ts';

const OPERATION = 'PutLogEvents';
type InputEvent = LogsOperations[typeof OPERATION]['input']['logEvents'][number];

const HOUR_MS = 3_600_000;
const MAX_SPAN_MS = 24 * HOUR_MS;
const MAX_AGE_MS = 14 * 24 * HOUR_MS;
const MAX_AHEAD_MS = 2 * HOUR_MS;

export const putLogEvents: LogsHandler<typeof OPERATION> = (input, context) => {
  refuseMembers(OPERATION, input, ['entity']);
  const { store } = context.plane;
  const group = requireLogGroup(context, input.logGroupName);
  const stream = requireLogStream(context, group.id, input.logStreamName);
  const { logEvents: events } = input;
  checkSizes(events);
  if (events.some(({ timestamp }, index) => index > 0 && timestamp < events[index - 1]!.timestamp)) {
    throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
  }
  const now = context.now();
  const { accepted, rejected } = withinWindow(events, now);
  let { events: seq } = stream;
  let bytes = 0;
  for (const { timestamp, message } of accepted) {
    seq += 1;
    bytes += sizeOf(message);
    insertEvent(store, stream.id, { timestamp, seq, ingestion: now, message });
  }
  const [first, last] = [accepted[0], accepted.at(-1)];
  if (first && last) {
    store.run(
      `update logs_stream set events = ?, last_ingestion = ?, last_event = max(last_event, ?),
         first_event = case first_event when 0 then ? else min(first_event, ?) end where id = ?`,
      seq,
      now,
      last.timestamp,
      first.timestamp,
      first.timestamp,
      stream.id,
    );
    countBytes(store, group.id, bytes);
  }
  return {
    nextSequenceToken: eventId({ timestamp: last?.timestamp ?? stream.last_event, stream: stream.id, seq }),
    ...(rejected && { rejectedLogEventsInfo: rejected }),
  };
};

const checkSizes = (events: readonly InputEvent[]): void => {
  let total = 0;
  for (const { message } of events) {
    const size = sizeOf(message);
    if (size > PAGE_BYTES) throw invalidParameter(`Log event too large: ${size} bytes exceeds limit of ${PAGE_BYTES}`);
    total += size;
  }
  if (total > PAGE_BYTES) throw invalidParameter(`Upload too large: ${total} bytes exceeds limit of ${PAGE_BYTES}`);
};

interface Window {
  readonly accepted: readonly InputEvent[];
  readonly rejected?: { tooOldLogEventEndIndex?: number; tooNewLogEventStartIndex?: number };
}

/** Old events stand at the beginning and new ones at the end: what is left is one run. */
const withinWindow = (events: readonly InputEvent[], now: number): Window => {
  const start = events.findIndex(({ timestamp }) => timestamp >= now - MAX_AGE_MS);
  const old = start < 0 ? events.length : start;
  const firstNew = events.findIndex(({ timestamp }) => timestamp > now + MAX_AHEAD_MS);
  const end = firstNew < 0 ? events.length : firstNew;
  const accepted = events.slice(old, end);
  const span = (accepted.at(-1)?.timestamp ?? 0) - (accepted[0]?.timestamp ?? 0);
  if (span > MAX_SPAN_MS) {
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
  if (accepted.length === events.length) return { accepted };
  return {
    accepted,
    rejected: {
      ...(old > 0 && { tooOldLogEventEndIndex: old }),
      ...(end < events.length && { tooNewLogEventStartIndex: end }),
    },
  };
};
