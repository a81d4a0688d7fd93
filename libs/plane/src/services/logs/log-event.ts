/** The table of log events: written in batches, read lazily in the order of time from any position. */
import type { Store } from '../../store/store.ts';

/** `seq` counts a stream's events as they came: it orders those of one millisecond. Text would end at a NUL: a blob does not. */
export const LOG_EVENT_SCHEMA = [
  `create table if not exists logs_event (
     stream integer not null, timestamp integer not null, seq integer not null, ingestion integer not null,
     message blob not null, primary key (stream, timestamp, seq)) without rowid`,
];

/** A place in a stream, between or at its events; those of one time have `seq` 1 and up. */
export interface Position {
  readonly timestamp: number;
  readonly seq: number;
}

export interface LogEventRow extends Position {
  readonly ingestion: number;
  readonly message: string;
}

export interface EventRange {
  readonly order: 'ascending' | 'descending';
  /** The first event is the next one beyond this place. */
  readonly beyond: Position;
  /** In milliseconds, included: the last time when ascending, the first when descending. */
  readonly until: number;
}

/** CloudWatch adds this to each message when it counts bytes. */
export const EVENT_OVERHEAD_BYTES = 26;
export const PAGE_BYTES = 1_048_576;

export const sizeOf = (message: string): number => Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;

export const insertEvent = (
  store: Store,
  stream: number,
  { timestamp, seq, ingestion, message }: LogEventRow,
): void => {
  store.run(
    'insert into logs_event (stream, timestamp, seq, ingestion, message) values (?, ?, ?, ?, ?)',
    stream,
    timestamp,
    seq,
    ingestion,
    Buffer.from(message),
  );
};

const FIRST_ROWS = 32;
const MOST_ROWS = 1000;
/** Rows are read a few at a time while they are large. */
const READ_BYTES = 512 * 1024;

const SELECT = 'select timestamp, seq, ingestion, message from logs_event where stream = ? and';
const ASCENDING = `${SELECT} (timestamp, seq) > (?, ?) and timestamp <= ? order by timestamp, seq limit ?`;
const DESCENDING = `${SELECT} (timestamp, seq) < (?, ?) and timestamp >= ? order by timestamp desc, seq desc limit ?`;

type StoredRow = Omit<LogEventRow, 'message'> & { readonly message: ArrayBuffer };

/** The events of a range; reads as far as they are asked for, within one turn of the event loop. */
export function* eventsOf(store: Store, stream: number, { order, beyond, until }: EventRange): Generator<LogEventRow> {
  const sql = order === 'ascending' ? ASCENDING : DESCENDING;
  let place = beyond;
  let rows = FIRST_ROWS;
  for (;;) {
    const read = store.all<StoredRow>(sql, stream, place.timestamp, place.seq, until, rows);
    let bytes = 0;
    for (const { timestamp, seq, ingestion, message } of read) {
      bytes += message.byteLength;
      yield { timestamp, seq, ingestion, message: Buffer.from(message).toString() };
    }
    const last = read.at(-1);
    if (!last || read.length < rows) return;
    place = last;
    rows = Math.max(1, Math.min(MOST_ROWS, rows * 4, Math.floor((READ_BYTES * rows) / bytes)));
  }
}
