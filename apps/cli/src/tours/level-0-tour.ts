/** The tour of Level 0: notebook, publish, compare, approve, deploy, predict, on the sample model. */
import type { Level0Context, Prediction } from '@gradus/level-0';
import * as level0 from '@gradus/level-0';
import { formatDuration, type LoadedModel } from '@gradus/core';
import type { ModelVersion } from '@gradus/model-registry';
import { parseDataChannel, type DataChannel } from '@gradus/training';
import { notebookPrinter } from '@gradus/notebook';
import type { Context } from '../context.ts';
import { level0Context } from '../level-0-context.ts';
import { table, type Output } from '../output.ts';
import { publishProgress } from '../publish-progress.ts';
import { metricText } from '../version-text.ts';

const SAMPLE = 'movies';
const KNOWN_USER = 42;
const UNKNOWN_USER = 999_999_999;
const BASELINE = 'popularity_';

/** What the sample answers. */
interface Recommendations {
  readonly known: boolean;
  readonly items: readonly { readonly content_id: number | string; readonly title?: string; readonly score: number }[];
}

/**
 * @param ratings a MovieLens folder; absent for made-up data
 * @throws GradusError whatever a verb of Level 0 throws
 */
export const levelZeroTour = async (context: Context, ratings: string | undefined): Promise<void> => {
  const { output } = context;
  const started = performance.now();
  const step = stepper(output);
  const data: DataChannel[] = ratings === undefined ? [] : [parseDataChannel(`ratings=${ratings}`, process.cwd())];
  const loaded = await context.model(SAMPLE);

  step('The notebook, as a data scientist runs it', `gradus notebook ${SAMPLE}`);
  const run = await level0.runNotebook(loaded, {
    data,
    onOutput: notebookPrinter({ stream: process.stderr, color: output.interactive }),
    signal: context.signal,
  });

  step(
    'Publish: the notebook as a training job, its result a version in the model registry',
    `gradus publish ${SAMPLE}`,
  );
  const where = await level0Context(context);
  const version = await level0.publish(loaded, where, { data, ...publishProgress(context, SAMPLE) });
  output.tell(`\n${comparison(version)}`);

  step('Approve: somebody answers for it', `gradus approve ${SAMPLE} ${version.version} --why "…"`);
  const approved = await level0.approve(
    loaded,
    where,
    String(version.version),
    'beats the popularity baseline on the hold-out',
  );
  output.tell(`version ${approved.version} is ${approved.status}, by ${approved.decision!.by}`);

  step('Deploy: the approved version behind an endpoint', `gradus deploy ${SAMPLE} ${version.version}`);
  const deployment = await level0.deploy(loaded, where, String(version.version), (status) =>
    output.note(`endpoint ${SAMPLE}: ${status}`),
  );

  step('Predict: what to watch next', `gradus predict ${SAMPLE} '{"user_id": ${KNOWN_USER}}'`);
  const [known, unknown] = [await ask(loaded, where, KNOWN_USER), await ask(loaded, where, UNKNOWN_USER)];
  output.tell(recommendations(`user ${KNOWN_USER}`, known));
  output.tell(`\n${recommendations('a user nobody knows', unknown)}`);

  const made = {
    notebook: run.executed,
    plane: where.environment.connection.endpoint,
    version: {
      group: version.group,
      version: version.version,
      arn: version.arn,
      artifact: version.artifact,
      executedNotebook: version.facts!.notebook!,
    },
    metrics: version.facts!.metrics,
    endpoint: deployment,
    predictions: { known, unknown },
    seconds: (performance.now() - started) / 1000,
  };
  output.result(made, () => summary(made, output));
};

type Made = {
  readonly notebook: string;
  readonly plane: string | undefined;
  readonly version: {
    readonly group: string;
    readonly version: number;
    readonly artifact: string;
    readonly executedNotebook: string;
  };
  readonly endpoint: { readonly endpoint: string };
  readonly seconds: number;
};

const stepper = (output: Output): ((title: string, command: string) => void) => {
  let number = 0;
  return (title, command) => {
    output.heading(`${++number}. ${title}`);
    output.note(`   $ ${command}\n`);
  };
};

const ask = (loaded: LoadedModel, where: Level0Context, user: number): Promise<Prediction> =>
  level0.predict(loaded, where, { user_id: user, limit: 5 });

/** Each metric beside its baseline. */
const comparison = ({ facts }: ModelVersion): string => {
  const metrics = facts?.metrics ?? {};
  const compared = Object.keys(metrics).filter((name) => `${BASELINE}${name}` in metrics);
  return table([
    ['METRIC', 'MODEL', 'POPULARITY', 'TIMES'],
    ...compared.map((name) => {
      const [model, baseline] = [metrics[name]!, metrics[`${BASELINE}${name}`]!];
      return [name, metricText(model), metricText(baseline), baseline === 0 ? '-' : (model / baseline).toFixed(2)];
    }),
  ]);
};

const recommendations = (title: string, prediction: Prediction): string => {
  const { known, items } = prediction.output as Recommendations;
  const rows = items.map(({ content_id, title: name, score }, index) => [
    `  ${index + 1}.`,
    name ?? String(content_id),
    metricText(score),
  ]);
  return `${title} (${known ? 'known: not yet watched' : 'unknown: what is popular'}, ${prediction.latencyMs.toFixed(1)} ms)\n${table(rows)}`;
};

const summary = (made: Made, { paint }: Output): string => {
  const { version, endpoint } = made;
  const rows = [
    ['executed notebook', made.notebook],
    ['model version', `${version.group} ${version.version}`],
    ['artifact', version.artifact],
    ['its notebook', version.executedNotebook],
    ['endpoint', `${endpoint.endpoint} at ${made.plane ?? 'AWS'}`],
  ];
  const next = [
    [`gradus show ${version.group}`, 'everything that the version carries'],
    [`gradus versions ${version.group}`, 'the history of the model'],
    [`gradus predict ${version.group} '{"user_id": 7}'`, 'ask the endpoint'],
    [`gradus publish ${version.group} --param seed=2`, 'train another version'],
    ['eval "$(gradus env)"', 'point any AWS tool at the plane'],
    ['gradus down', 'end the plane; what it keeps stays'],
  ];
  return [
    `\n${paint.strong(`Level 0, from notebook to prediction, in ${formatDuration(made.seconds * 1000)}.`)}`,
    '\nMade:',
    table(rows.map(([name, value]) => [`  ${name!}`, value!])),
    '\nTry next:',
    table(
      next.map(([command, what]) => [
        `  npx ${command!}`.replace('npx eval', 'eval').replace('(gradus', '(npx gradus'),
        paint.faint(what!),
      ]),
    ),
  ].join('\n');
};
