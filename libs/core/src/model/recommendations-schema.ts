/** `serve.recommendations` of a model declaration: a table of batch recommendations, and the HTTP API that reads it. */
import { z } from 'zod';
import { duration, durationSeconds } from './duration.ts';

const matching = (pattern: RegExp, message: string, allowed: string) =>
  z.string().check((context) => {
    if (pattern.test(context.value)) return;
    context.issues.push({ code: 'custom', input: context.value, message, params: { allowed: [allowed] } });
  });

/** Names that stand in keys of the table and in query strings. */
const names = (what: string, fallback: string) =>
  z
    .array(
      matching(
        /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/,
        `is not a ${what}`,
        '1 to 64 letters, digits, _ and -, beginning with a letter or a digit',
      ),
    )
    .min(1)
    .max(50)
    .check((context) => {
      context.value.forEach((name, index) => {
        if (context.value.indexOf(name) === index) return;
        const params = { allowed: ['a name that is listed once'] };
        context.issues.push({ code: 'custom', input: name, path: [index], message: 'is listed twice', params });
      });
    })
    .default([fallback]);

/** A duration of whole seconds within bounds that AWS or a reader's cache sets. */
const bounded = (least: number, most: number) =>
  duration.check((context) => {
    const seconds = durationSeconds(context.value);
    if (Number.isInteger(seconds) && seconds >= least && seconds <= most) return;
    const params = { allowed: [`${least} to ${most} seconds, whole ones`] };
    context.issues.push({ code: 'custom', input: context.value, message: 'is not a duration that will do', params });
  });

const api = z.strictObject({
  /** Requests a second on average, and at once: above that API Gateway answers 429. */
  throttle: z
    .strictObject({ rate: z.number().positive().default(1000), burst: z.int().min(1).default(2000) })
    .prefault({}),
  /** Which web pages may read it; none when absent. */
  cors: z
    .strictObject({
      origins: z
        .array(
          matching(
            /^(?:\*|https?:\/\/[^/\s]+)$/,
            'is not the origin of a web page',
            '*, or https://<host> without a path',
          ),
        )
        .min(1),
      /** For how long a browser remembers the answer. */
      maxAge: bounded(1, 86_400).optional(),
    })
    .optional(),
  /** Who may call it: anybody who reaches it, or only who signs as AWS does. */
  auth: z.enum(['none', 'iam']).default('none'),
  /** Environments of the function that are kept for it and are its ceiling; the account's pool when absent. */
  reservedConcurrency: z.int().min(0).optional(),
  /** Environments that are kept warm. */
  provisionedConcurrency: z.int().min(1).optional(),
  /** Memory of the function in MiB; its share of a processor grows with it. */
  memory: z.int().min(128).max(10_240).default(512),
  /** For how long one request may take; API Gateway gives up after 30 seconds. */
  timeout: bounded(1, 30).default({ seconds: 5 }),
});

export const recommendations = z.strictObject({
  /** What is recommended for: `like`, `watch-next`. The first is the one that a request gets which names none. */
  types: names('type of recommendation', 'like'),
  /** What is recommended: `movie`, `series`. The first is the one that a request gets which names none. */
  contents: names('type of contents', 'item'),
  /** At most so many items are kept for a user; the rest is cut off. */
  limit: z.int().min(1).max(1000).default(10),
  /** For how long the recommendations of a data version stay after it was superseded for good. Those that are served never expire. */
  ttl: bounded(60, 157_680_000).default({ days: 3 }),
  /** Whether an item per user and recommended content is written too, so that "who was recommended this" can be asked. */
  reverseItems: z.boolean().default(false),
  api: api.prefault({}),
});

export type Recommendations = z.output<typeof recommendations>;
