/** The events of several streams as one sequence by time, then stream; streams are opened when their time comes. */
import type { Store } from '../../store/store.ts';
import type { EventPlace } from './event-id.ts';
import { eventsOf, type LogEventRow, type Position } from './log-event.ts';
import type { LogStreamRow } from './log-stream.ts';

export interface PlacedEvent extends LogEventRow, EventPlace {
  readonly streamName: string;
}

export interface Interleaving {
  readonly order: 'ascending' | 'descending';
  /** In milliseconds, both included. */
  readonly start: number;
  readonly end: number;
  /** The first event is the next one beyond this place. */
  readonly beyond?: EventPlace | undefined;
}

interface OpenStream {
  readonly rest: Iterator<LogEventRow>;
  readonly stream: LogStreamRow;
  head: LogEventRow;
}

/** `streams` are those with events in the range. */
export function* interleaveStreams(
  store: Store,
  streams: readonly LogStreamRow[],
  { order, start, end, beyond }: Interleaving,
): Generator<PlacedEvent> {
  const sign = order === 'ascending' ? 1 : -1;
  const begins = (stream: LogStreamRow): number =>
    sign > 0 ? Math.max(stream.first_event, start) : -Math.min(stream.last_event, end);
  const waiting = [...streams].sort((one, other) => begins(other) - begins(one));
  const open: OpenStream[] = [];
  const before = (one: OpenStream, other: OpenStream): boolean =>
    sign * (one.head.timestamp - other.head.timestamp || one.stream.id - other.stream.id) < 0;

  for (;;) {
    let next: OpenStream | undefined;
    for (const candidate of open) if (!next || before(candidate, next)) next = candidate;
    const opening = waiting.at(-1);
    if (opening && (!next || begins(opening) <= sign * next.head.timestamp)) {
      waiting.pop();
      const range = { order, beyond: entry(opening.id, order, { start, end }, beyond), until: sign > 0 ? end : start };
      const rest = eventsOf(store, opening.id, range);
      const head = rest.next();
      if (!head.done) open.push({ rest, stream: opening, head: head.value });
      continue;
    }
    if (!next) return;
    yield { ...next.head, stream: next.stream.id, streamName: next.stream.name };
    const following = next.rest.next();
    if (following.done) open.splice(open.indexOf(next), 1);
    else next.head = following.value;
  }
}

/** Where to enter a stream so that the whole sequence continues beyond a place. */
const entry = (
  stream: number,
  order: Interleaving['order'],
  { start, end }: { start: number; end: number },
  beyond: EventPlace | undefined,
): Position => {
  const last = Number.MAX_SAFE_INTEGER;
  if (!beyond) return order === 'ascending' ? { timestamp: start, seq: 0 } : { timestamp: end, seq: last };
  if (stream === beyond.stream) return beyond;
  // Events of one time come by stream: those of the streams before this place's are over, those behind it are to come.
  return { timestamp: beyond.timestamp, seq: stream < beyond.stream ? last : 0 };
};
