/**
 * Times as whole microseconds since 1970 (BIGINT), which a double of seconds resolves in this century: what the engines compare,
 * so that the edge of a time-to-live is the same in DuckDB, Trino and TypeScript.
 */

/** Seconds as a number to microseconds, rounded half up; DuckDB and Trino alike. */
export const secondsToMicros = (seconds: string): string => `CAST(floor(${seconds} * 1e6 + 0.5) AS BIGINT)`;

/** The same in TypeScript. */
export const microsOf = (seconds: number): number => Math.floor(seconds * 1e6 + 0.5);

/** A time or an ISO 8601 text to microseconds, in DuckDB, by the type that the column has there. */
export const timeToMicros = (column: string, duckType: string): string => {
  if (duckType === 'VARCHAR') return `epoch_us(CAST(${column} AS TIMESTAMPTZ))`;
  return /^(TIMESTAMP|DATE)/.test(duckType) ? `epoch_us(${column})` : secondsToMicros(`CAST(${column} AS DOUBLE)`);
};

/** Seconds of a time-to-live as microseconds. */
export const ttlMicros = (seconds: number): bigint => BigInt(Math.round(seconds * 1e6));
