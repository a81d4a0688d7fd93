/** Points in time as the AWS protocols write them. */
import type { TimestampFormat } from '../models/service-model.ts';

/** `2026-01-31T10:00:00.000Z`, an HTTP date, or seconds since the epoch with milliseconds as the fraction. */
export const formatTimestamp = (date: Date, format: TimestampFormat): string => {
  if (format === 'iso8601') return date.toISOString();
  if (format === 'rfc822') return date.toUTCString();
  return String(date.getTime() / 1000);
};

/** Reads any of the three formats, as AWS does; undefined when the text is none of them. */
export const parseTimestamp = (text: string): Date | undefined => {
  const millis = /^-?\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * 1000) : Date.parse(text);
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? undefined : date;
};
