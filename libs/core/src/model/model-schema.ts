/** The shape of a model declaration (`model.ts`), section by section: what is allowed, and what to do otherwise. */
import { z } from 'zod';
import { features } from './features-schema.ts';
import { recommendations } from './recommendations-schema.ts';

/** A rule on a string that says what would do. */
const text = (pattern: RegExp, message: string, allowed: readonly string[], remedy?: string) =>
  z.string().check((context) => {
    if (pattern.test(context.value)) return;
    context.issues.push({ code: 'custom', input: context.value, message, params: { allowed, remedy } });
  });

const parameterValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const instanceType = text(
  /^ml\.[a-z0-9-]+\.[a-z0-9]+$/,
  'is not a SageMaker instance type',
  ['ml.t2.medium', 'ml.m5.large', 'ml.m5.xlarge', 'ml.c5.xlarge', 'ml.g5.xlarge'],
  'Instance types are written ml.<family>.<size>.',
);

const inside = (extension: RegExp, message: string, allowed: readonly string[]) =>
  text(
    new RegExp(`^(?!/)(?!.*(?:^|/)\\.\\.(?:/|$)).+${extension.source}$`),
    message,
    allowed,
    'Give a path inside the folder of model.ts.',
  );

const notebook = z.strictObject({
  /** The notebook, or a script of Python that stands for it, relative to `model.ts`. */
  file: inside(/\.(?:ipynb|py)/, 'is not a notebook or a Python script inside the model', [
    './<name>.ipynb',
    './<name>.py',
  ]),
  /** A kernelspec; the notebook's own when absent. */
  kernel: z.string().min(1).optional(),
  /** What the cell tagged `parameters`, or the script as `--name value`, may be given, with the values of a run that gives none. */
  parameters: z.record(z.string(), parameterValue).default({}),
  /** Names of the data channels that a run may be given; the notebook finds each in `SM_CHANNEL_<NAME>`. */
  channels: z
    .array(text(/^[A-Za-z0-9._-]{1,64}$/, 'is not the name of a data channel', ['1 to 64 letters, digits and . _ -']))
    .default([]),
  /** Where `publish` runs it. */
  instanceType: instanceType.default('ml.m5.large'),
  /** On how many hosts: each runs the notebook, which shares the work out by `SM_HOSTS` and `SM_CURRENT_HOST`. */
  instanceCount: z.int().min(1).max(20).default(1),
});

const endpoint = z.strictObject({
  /** The module that loads the model and answers, relative to `model.ts`. */
  predict: inside(
    /(?:\.(?:ts|mts|js|mjs)|(?<=\/)inference\.py|^inference\.py)/,
    'is not a TypeScript or JavaScript module inside the model, nor an inference.py',
    ['./predict.ts', './inference.py'],
  ),
  instanceType: instanceType.default('ml.m5.large'),
  initialInstanceCount: z.int().min(1).max(100).default(1),
});

const gate = z.strictObject({ min: z.number().optional(), max: z.number().optional() }).check((context) => {
  const { min, max } = context.value;
  const issue = (message: string, remedy: string) =>
    context.issues.push({ code: 'custom', input: context.value, message, params: { allowed: ['min', 'max'], remedy } });
  if (min === undefined && max === undefined) issue('has no bound', 'Give min, max or both.');
  else if (min !== undefined && max !== undefined && min > max) {
    issue('can never pass: min is above max', 'Make min the smaller of the two.');
  }
});

/** As AWS takes the name of a stage. */
const stageName = text(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/, 'is not the name of a stage', [
  '1 to 63 letters, digits and dashes, beginning and ending with a letter or a digit',
]);

const stage = z.strictObject({
  name: stageName,
  /** The stages that lead here; `None` is a version that has none yet. */
  from: z.array(stageName).min(1),
  /** ARNs of who may move a version here, `*` for any text; anybody when absent. */
  by: z
    .array(text(/^(?:\*|arn:.+)$/, 'is not an ARN', ['arn:aws:sts::*:assumed-role/<role>/*', '*']))
    .min(1)
    .optional(),
});

const stages = z
  .array(stage)
  .min(1)
  .check((context) => {
    const names = context.value.map(({ name }) => name);
    const issue = (path: (string | number)[], input: unknown, message: string, allowed: readonly string[]) =>
      context.issues.push({ code: 'custom', input, path, message, params: { allowed } });
    context.value.forEach(({ name, from }, index) => {
      if (name === 'None' || names.indexOf(name) !== index) {
        issue([index, 'name'], name, 'is taken', ['a name that no other stage has']);
      }
      from.forEach((each, position) => {
        if (each !== 'None' && !names.includes(each)) {
          issue([index, 'from', position], each, 'is no stage of the model', ['None', ...names]);
        }
      });
    });
  });

const serve = z
  .strictObject({
    /** A real-time endpoint. */
    endpoint: endpoint.optional(),
    /** A table of batch recommendations, and the HTTP API that reads it. */
    recommendations: recommendations.optional(),
  })
  .check((context) => {
    if (context.value.endpoint ?? context.value.recommendations) return;
    const params = { allowed: ['endpoint', 'recommendations'], remedy: 'Declare at least one of them.' };
    context.issues.push({ code: 'custom', input: context.value, message: 'serves nothing', params });
  });

/** Sections that later levels add; their names are known, so that they are not taken for mistyped ones. */
export const HIGHER_SECTIONS = ['data', 'pipeline', 'triggers', 'release', 'business', 'risks'];

export const modelSchema = z.strictObject({
  /** Names the model package group, the endpoint and the objects in S3: lower case, digits and single dashes. */
  name: text(
    /^(?=.{1,36}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'is not a model name',
    ['1 to 36 characters: lower-case letters, digits and single dashes, beginning with a letter'],
    'AWS names are made from it.',
  ),
  /** The maturity level that the model is operated at. */
  level: z.literal([0]),
  notebook,
  serve,
  /** Feature groups, and the views of them that the model reads. */
  features: features.optional(),
  /** Metric thresholds: below `min` or above `max` nothing is served. */
  gates: z.record(z.string(), gate).default({}),
  /** The stages of a version's life; Development, Staging, Production and Archived when absent. */
  stages: stages.optional(),
  /** What the service must hold. */
  requirements: z
    .strictObject({
      /** Milliseconds, 99th percentile. */
      latencyP99: z.number().positive().optional(),
      /** Requests per second. */
      throughput: z.number().positive().optional(),
      /** Share of requests answered, e.g. 0.999. */
      availability: z.number().min(0).max(1).optional(),
      /** US dollars a month. */
      monthlyCost: z.number().positive().optional(),
    })
    .default({}),
});

/** What a `model.ts` may say. */
export type ModelDeclaration = z.input<typeof modelSchema>;

/** A declaration that is valid, with its defaults filled in. */
export type Model = z.output<typeof modelSchema>;
