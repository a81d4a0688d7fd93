/** The `features` section of a model: feature groups, and the views of them that a model reads. */
import { z } from 'zod';
import { durationOf } from './duration.ts';

/** AWS's types of a feature. */
const FEATURE_TYPES = ['Integral', 'Fractional', 'String'] as const;

/** `Integral`: an integer within ±(2^53 - 1); `Fractional`: a finite double; `String`: text. */
export type FeatureType = (typeof FEATURE_TYPES)[number];

/** As AWS keeps it: a whole number of one unit. */
const duration = durationOf(z.int().min(1).max(2_147_483_647));

const group = z.strictObject({
  /** The feature that says whose record it is. */
  recordIdentifier: z.string(),
  /** The feature that says when it became true: `Fractional` is seconds since 1970, `String` is ISO 8601 in UTC. */
  eventTime: z.string(),
  features: z.record(z.string(), z.enum(FEATURE_TYPES)),
  /** How long after its event time a record is served; for ever when absent. */
  ttl: duration.optional(),
  /** Whether the latest record of each identifier can be read by `online`. */
  online: z.boolean().default(true),
  /** Whether every record is kept for training sets. */
  offline: z.boolean().default(true),
  description: z.string().max(128).optional(),
});

const viewGroup = z.strictObject({
  /** The column of the spine, or of the ids read online, that holds the identifier; the identifier's name when absent. */
  key: z.string().min(1).optional(),
  features: z.array(z.string()).min(1),
  /** Put before the names of this group's features, where two groups have features of one name. */
  prefix: z.string().min(1).optional(),
  /** How old a record may be to be used; the shorter of this and the group's counts. */
  ttl: duration.optional(),
});

const view = z.strictObject({
  groups: z.record(z.string(), viewGroup),
  /** A module of named functions, each of a row and its time, whose value is a further column of that name. */
  transforms: z
    .string()
    .check((context) => {
      if (/^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).+\.(?:ts|mts|js|mjs)$/.test(context.value)) return;
      const params = { allowed: ['./features/<view>.ts'], remedy: 'Give a path inside the folder of model.ts.' };
      const message = 'is not a TypeScript or JavaScript module inside the model';
      context.issues.push({ code: 'custom', input: context.value, message, params });
    })
    .optional(),
});

export const features = z.strictObject({
  groups: z.record(z.string(), group),
  views: z.record(z.string(), view).default({}),
});

export type Features = z.output<typeof features>;
