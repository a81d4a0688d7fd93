/** Ids of log events: 56 decimal digits that name the event's time, stream and number, and so sort by time. */
import type { Position } from './log-event.ts';

export interface EventPlace extends Position {
  readonly stream: number;
}

const TIME_DIGITS = 16;
const STREAM_DIGITS = 19;
const SEQ_DIGITS = 20;

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

/** AWS's ids begin with a 3, too. */
export const eventId = ({ timestamp, stream, seq }: EventPlace): string =>
  `3${digits(timestamp, TIME_DIGITS)}${digits(stream, STREAM_DIGITS)}${digits(seq, SEQ_DIGITS)}`;

const ID = new RegExp(`^3(\\d{${TIME_DIGITS}})(\\d{${STREAM_DIGITS}})(\\d{${SEQ_DIGITS}})$`);

/** The place that an id names, or undefined when it is none. */
export const placeOf = (id: string): EventPlace | undefined => {
  const [timestamp, stream, seq] = (ID.exec(id)?.slice(1) ?? []).map(Number);
  return timestamp === undefined ? undefined : { timestamp, stream: stream!, seq: seq! };
};
