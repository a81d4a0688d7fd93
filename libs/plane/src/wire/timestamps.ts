/** Points in time as the AWS protocols write them. */
import type { TimestampFormat } from '../models/service-model.ts';

/** `2026-01-31T10:00:00.000Z`, an HTTP date, or seconds since the epoch with milliseconds as the fraction. */
export const formatTimestamp = (date: Date, format: TimestampFormat): string => {
  if (format === 'iso8601') return date.toISOString();
  if (format === 'rfc822') return date.toUTCString();
  return String(date.getTime() / 1000);
};

/** The date at `millis` since the epoch, rounded to milliseconds; undefined beyond what a date can be. */
export const dateOf = (millis: number): Date | undefined => {
  const date = new Date(Math.round(millis));
  return Number.isNaN(date.getTime()) ? undefined : date;
};

/** Reads any of the three formats, as AWS does; undefined when the text is none of them. */
export const parseTimestamp = (text: string): Date | undefined =>
  dateOf(/^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text));
