/** Event times: seconds since the epoch as a number, or ISO-8601 in UTC, as a group's event time feature has it. */
import type { FeatureType } from '@aws-sdk/client-sagemaker';

const NUMBER = /^\d+(?:\.\d*)?(?:[eE][+-]?\d+)?$/;
/** `yyyy-MM-dd'T'HH:mm:ssZ` and `yyyy-MM-dd'T'HH:mm:ss.SSSZ`; T and Z are themselves. */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;

/** The last second of the year 9999. */
const LAST = 253_402_300_799;

/** Seconds since the epoch, or undefined when the text is no event time of the type. */
export const eventTimeSeconds = (text: string, type: FeatureType): number | undefined => {
  if (type === 'String') {
    if (!ISO.test(text)) return undefined;
    const time = Date.parse(text);
    // JavaScript moves a day that a month lacks into the next month.
    if (Number.isNaN(time) || new Date(time).getUTCDate() !== Number(text.slice(8, 10))) return undefined;
    return time / 1000;
  }
  if (!NUMBER.test(text)) return undefined;
  const seconds = Number(text);
  return seconds <= LAST ? seconds : undefined;
};
