/** A length of time in a declaration, in one unit: `{ days: 3 }`. */
import { z } from 'zod';

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400, weeks: 604_800 } as const;

/** A duration whose amount keeps the rules of `one`. */
export const durationOf = (one: z.ZodType<number, number>) => {
  const amount = one.optional();
  return z
    .strictObject({ seconds: amount, minutes: amount, hours: amount, days: amount, weeks: amount })
    .check((context) => {
      if (Object.keys(context.value).length === 1) return;
      const params = { allowed: ['{ days: 30 }', '{ hours: 12 }'], remedy: 'Give exactly one unit.' };
      context.issues.push({ code: 'custom', input: context.value, message: 'is not one duration', params });
    });
};

export const duration = durationOf(z.number().positive());

export type Duration = z.output<typeof duration>;

/** The duration in seconds. */
export const durationSeconds = (given: Duration): number =>
  Object.entries(SECONDS).reduce((sum, [unit, seconds]) => sum + (given[unit as keyof Duration] ?? 0) * seconds, 0);
