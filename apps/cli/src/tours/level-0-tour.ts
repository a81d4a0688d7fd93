/** The tour of Level 0: notebook, publish, compare, approve, deploy, predict, on a sample model. */
import type { Prediction } from '@gradus/level-0';
import * as level0 from '@gradus/level-0';
import { formatDuration } from '@gradus/core';
import { parseDataChannel, type DataChannel } from '@gradus/training';
import { notebookPrinter } from '@gradus/notebook';
import type { Context } from '../context.ts';
import { level0Context } from '../level-0-context.ts';
import { table, type Output } from '../output.ts';
import { publishProgress } from '../publish-progress.ts';
import { comparison, SAMPLES } from './samples.ts';
import { stepper, typed } from './stepper.ts';

/**
 * @param name one of `SAMPLES`
 * @param folder data to train on; absent for made-up data
 * @throws GradusError whatever a verb of Level 0 throws
 */
export const levelZeroTour = async (context: Context, name: string, folder: string | undefined): Promise<void> => {
  const sample = SAMPLES[name]!;
  const { output } = context;
  const started = performance.now();
  const step = stepper(output);
  const data: DataChannel[] =
    folder === undefined ? [] : [parseDataChannel(`${sample.channel}=${folder}`, process.cwd())];
  const loaded = await context.model(name);

  step('The notebook, as a data scientist runs it', `gradus notebook ${name}`);
  const run = await level0.runNotebook(loaded, {
    data,
    onOutput: notebookPrinter({ stream: process.stderr, color: output.interactive }),
    signal: context.signal,
  });

  step('Publish: the notebook as a training job, its result a version in the model registry', `gradus publish ${name}`);
  const where = await level0Context(context);
  const version = await level0.publish(loaded, where, { data, ...publishProgress(context, name) });
  output.tell(`\n${comparison(version, sample)}`);

  step('Approve: somebody answers for it', `gradus approve ${name} ${version.version} --why "…"`);
  const approved = await level0.approve(loaded, where, String(version.version), sample.why);
  output.tell(`version ${approved.version} is ${approved.status}, by ${approved.decision!.by}`);

  step('Deploy: the approved version behind an endpoint', `gradus deploy ${name} ${version.version}`);
  const deployment = await level0.deploy(loaded, where, String(version.version), (status) =>
    output.note(`endpoint ${name}: ${status}`),
  );

  const questions = Object.entries(sample.questions);
  step(`Predict: ${sample.predicts}`, `gradus predict ${name} '${JSON.stringify(questions[0]![1].input)}'`);
  const predictions: Record<string, Prediction> = {};
  for (const [key, { title, input }] of questions) {
    predictions[key] = await level0.predict(loaded, where, input);
    output.tell(sample.render(title, predictions[key]));
  }

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
    predictions,
    next: sample.next,
    ask: JSON.stringify(questions.at(-1)![1].input),
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
  readonly next: string;
  readonly ask: string;
  readonly seconds: number;
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
    [`gradus lineage ${version.group} endpoint`, 'where what serves comes from, drawn'],
    [`gradus runs ${version.group}`, 'its training runs with their metrics'],
    [`gradus assess ${version.group}`, 'what it meets of each maturity level'],
    [`gradus predict ${version.group} '${made.ask}'`, 'ask the endpoint'],
    [`gradus publish ${version.group} ${made.next}`, 'train another version'],
    ['eval "$(gradus env)"', 'point any AWS tool at the plane'],
    ['gradus down', 'end the plane; what it keeps stays'],
  ];
  return [
    `\n${paint.strong(`Level 0, from notebook to prediction, in ${formatDuration(made.seconds * 1000)}.`)}`,
    '\nMade:',
    table(rows.map(([name, value]) => [`  ${name!}`, value!])),
    '\nTry next:',
    table(next.map(([command, what]) => [paint.faint(`  ${what!}`), typed(command!)])),
  ].join('\n');
};
