/** Event times as sources write them, and as AWS does: seconds since 1970, or ISO 8601 in UTC. */

/** How a source writes a time; one source keeps to one. */
export type EventTimeFormat = 'seconds' | 'date' | `ISO 8601, ${'seconds' | 'milliseconds'}, ${string}`;

export interface EventTime {
  /** As AWS takes it. */
  readonly text: string;
  readonly format: EventTimeFormat;
}

const ISO = /^(\d{4}-\d\d-(\d\d))T\d\d:\d\d:\d\d(\.\d{3})?(Z|[+-]\d\d:\d\d)$/;
const NUMBER = /^\d+(?:\.\d+)?$/;
/** The last second of the year 9999; more is probably milliseconds. */
const LAST_SECOND = 253_402_300_799;

/** What an event time may be, for messages. */
export const EVENT_TIME_FORMATS = {
  Fractional: ['seconds since 1970', '2026-01-31T12:05:09Z', '2026-01-31T12:05:09.123Z'],
  String: ['2026-01-31T12:05:09Z', '2026-01-31T12:05:09.123Z', '2026-01-31T12:05:09+01:00'],
} as const;

const seconds = (value: number): string | undefined =>
  Number.isFinite(value) && value >= 0 && value <= LAST_SECOND ? String(value) : undefined;

const isoTime = (time: number, withMilliseconds: boolean): string => {
  const text = new Date(time).toISOString();
  return withMilliseconds ? text : text.replace(/\.\d{3}Z$/, 'Z');
};

const ofText = (text: string, type: 'Fractional' | 'String'): EventTime | undefined => {
  if (NUMBER.test(text)) {
    const value = type === 'Fractional' ? seconds(Number(text)) : undefined;
    return value === undefined ? undefined : { text: value, format: 'seconds' };
  }
  const [, date, day, fraction, zone] = ISO.exec(text) ?? [];
  const time = date === undefined ? NaN : Date.parse(text);
  // JavaScript moves a day that a month lacks into the next month.
  if (Number.isNaN(time) || new Date(`${date}T00:00:00Z`).getUTCDate() !== Number(day)) return undefined;
  const format: EventTimeFormat = `ISO 8601, ${fraction === undefined ? 'seconds' : 'milliseconds'}, ${zone!}`;
  if (type === 'String') return { text: zone === 'Z' ? text : isoTime(time, fraction !== undefined), format };
  const value = seconds(time / 1000);
  return value === undefined ? undefined : { text: value, format };
};

/** An event time for AWS, or undefined when the value is none. */
export const eventTimeOf = (value: unknown, type: 'Fractional' | 'String'): EventTime | undefined => {
  if (typeof value === 'string') return ofText(value, type);
  if (value instanceof Date) {
    const time = value.getTime();
    if (Number.isNaN(time)) return undefined;
    const text = type === 'String' ? isoTime(time, true) : seconds(time / 1000);
    return text === undefined ? undefined : { text, format: 'date' };
  }
  if (typeof value !== 'number' || type === 'String') return undefined;
  const text = seconds(value);
  return text === undefined ? undefined : { text, format: 'seconds' };
};

/** Seconds since 1970 of an event time that AWS holds. */
export const eventSeconds = (text: string, type: 'Fractional' | 'String'): number =>
  type === 'Fractional' ? Number(text) : Date.parse(text) / 1000;
