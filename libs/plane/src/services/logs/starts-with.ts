/** The filter of names by their beginning, as a range that an index serves. */
import type { Condition } from '../../store/page-filter.ts';

/** Sorts after every character that may follow the prefix. */
const LAST_CHARACTER = '\u{10ffff}';

export const startsWith = (column: string, prefix: string | undefined): Condition | undefined =>
  prefix === undefined
    ? undefined
    : { sql: `${column} >= ? and ${column} < ?`, values: [prefix, prefix + LAST_CHARACTER] };
