/** Where an offline store keeps its objects: hourly partitions by event time, as AWS's Glue format. */
import { createHash } from 'node:crypto';

const HOUR_MS = 3_600_000;
const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SUFFIX_LENGTH = 16;

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

/** `year=2025/month=01/day=31/hour=09` of the hour with that number since the epoch. */
export const partitionPath = (hour: number): string => {
  const date = new Date(hour * HOUR_MS);
  const day = `year=${digits(date.getUTCFullYear(), 4)}/month=${digits(date.getUTCMonth() + 1, 2)}/day=${digits(date.getUTCDate(), 2)}`;
  return `${day}/hour=${digits(date.getUTCHours(), 2)}`;
};

/** Alphanumeric characters as random as AWS's, but the same for the same text: what is written again replaces itself. */
const suffixOf = (text: string): string =>
  [...createHash('sha256').update(text).digest().subarray(0, SUFFIX_LENGTH)]
    .map((byte) => ALPHANUMERIC[byte % ALPHANUMERIC.length])
    .join('');

/**
 * `year=…/month=…/day=…/hour=…/20250131T093000Z_0123456789abcdef.parquet`
 * @param latest the latest event time in the object, in seconds since the epoch
 * @param identity what no other object of the plane has
 */
export const objectName = (hour: number, latest: number, identity: string): string => {
  const time = new Date(Math.floor(latest) * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${partitionPath(hour)}/${time}_${suffixOf(identity)}.parquet`;
};
