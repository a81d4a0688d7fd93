/** The filters that AWS's list operations share, as SQL conditions; a filter that the caller did not set is absent. */
import type { SqlValue } from './store.ts';

export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
  /** The column that `sql` begins with, when it bounds that column from one side. */
  readonly bounds?: string;
}

const comparing =
  (operator: string) =>
  (column: string, value: string | number | undefined): Condition | undefined =>
    value === undefined ? undefined : { sql: `${column} ${operator} ?`, values: [value] };

const comparingTime =
  (operator: string) =>
  (column: string, time: Date | undefined): Condition | undefined =>
    time === undefined ? undefined : { sql: `${column} ${operator} ?`, values: [time.getTime()], bounds: column };

export const equals = comparing('=');

/** `CreationTimeBefore`, `LastModifiedTimeBefore`: the column holds milliseconds. */
export const before = comparingTime('<');

/** `CreationTimeAfter` of the operations whose documentation says *after*. */
export const after = comparingTime('>');

/** `CreationTimeAfter` of the operations whose documentation says *greater than or equal*. */
export const notBefore = comparingTime('>=');

/** `CreatedBefore` of the operations whose documentation says *on or before*. */
export const notAfter = comparingTime('<=');

/** `NameContains`: case matters. Scans what the other conditions leave. */
export const contains = (column: string, part: string | undefined): Condition | undefined =>
  part ? { sql: `instr(${column}, ?) > 0`, values: [part] } : undefined;
