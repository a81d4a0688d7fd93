/** A receipt of an ingest: which records it covers, one line each, so that they can be looked for in the offline store. */
import { hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { FeatureGroup } from '../groups/feature-group.ts';
import type { EncodedRecord } from '../records/encode-record.ts';
import { eventSeconds } from '../records/event-time.ts';

export interface Receipt {
  /** As declared. */
  readonly group: string;
  /** A number of 64 bits a line: the record's identifier and event time. */
  readonly file: string;
  readonly records: number;
  /** The earliest and the latest event time, in seconds since 1970. */
  readonly from: number;
  readonly to: number;
}

/** Microseconds of an event time as the offline store holds it: the same arithmetic as {@link receiptHashSql}. */
const micros = (seconds: number): number => Math.floor(seconds * 1_000_000 + 0.5);

const timeText = (group: FeatureGroup, text: string): string =>
  group.eventTimeType === 'String' ? text : String(micros(Number(text)));

/** The number that stands for a record. */
const receiptHash = (group: FeatureGroup, { identifier, eventTime }: EncodedRecord): bigint =>
  hash('md5', `${identifier}|${timeText(group, eventTime)}`, 'buffer').readBigUInt64LE(8);

const column = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The same number, of a row of the offline store, in DuckDB's SQL. */
export const receiptHashSql = (group: FeatureGroup): string => {
  const time = column(group.eventTime);
  const text =
    group.eventTimeType === 'String' ? time : `CAST(CAST(floor(${time} * 1000000 + 0.5) AS BIGINT) AS VARCHAR)`;
  return `md5_number_lower(CAST(${column(group.recordIdentifier)} AS VARCHAR) || '|' || ${text})`;
};

export interface ReceiptWriter {
  add(record: EncodedRecord): Promise<void>;
  close(): Promise<Receipt>;
}

/** Writes the receipt of a group's records to `file`. */
export const receiptWriter = (group: FeatureGroup, file: string): ReceiptWriter => {
  const stream = createWriteStream(file);
  let records = 0;
  let from = Infinity;
  let to = -Infinity;
  return {
    add: async (record) => {
      const time = eventSeconds(record.eventTime, group.eventTimeType);
      from = Math.min(from, time);
      to = Math.max(to, time);
      records += 1;
      if (!stream.write(`${receiptHash(group, record)}\n`)) await once(stream, 'drain');
    },
    close: async () => {
      stream.end();
      await finished(stream);
      return { group: group.name, file, records, from, to };
    },
  };
};
