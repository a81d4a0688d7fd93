/** The hour of the offline store that an object's key names: `…/data/year=YYYY/month=MM/day=DD/hour=HH/<file>.parquet`. */

const HOUR_MS = 3_600_000;
const KEY = /year=(\d{4})\/month=(\d{2})\/day=(\d{2})\/hour=(\d{2})\/[^/]+\.parquet$/;

/** Event times from `from` on and up to `to`, in milliseconds since 1970; without a bound where absent. */
export interface TimeRange {
  readonly from?: number;
  readonly to?: number;
}

/** When the hour of an object begins, in milliseconds since 1970; nothing where the key is no object of an offline store. */
export const hourOf = (key: string): number | undefined => {
  const [, year, month, day, hour] = KEY.exec(key) ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour));
};

/** Whether records of that hour can have event times within the range. */
export const hourWithin = (hour: number, { from, to }: TimeRange): boolean =>
  (from === undefined || hour + HOUR_MS > from) && (to === undefined || hour <= to);

/** What to list after, so that keys of earlier hours are not listed: they sort by time. */
export const startAfter = (prefix: string, from: number): string => {
  const hour = new Date(Math.floor(from / HOUR_MS) * HOUR_MS).toISOString();
  const parts = [`year=${hour.slice(0, 4)}`, `month=${hour.slice(5, 7)}`, `day=${hour.slice(8, 10)}`];
  return `${prefix}${parts.join('/')}/hour=${hour.slice(11, 13)}/`;
};
