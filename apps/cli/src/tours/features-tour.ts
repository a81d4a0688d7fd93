/** The tour of features: a feature store, a ranker trained on a point-in-time set, and its recommendations served from a table. */
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { formatDuration } from '@gradus/core';
import { parseDataChannel, readData } from '@gradus/training';
import type { Context } from '../context.ts';
import { featureStoreContext, loadView } from '../feature-store-context.ts';
import { table, type Output } from '../output.ts';
import * as features from './features/feature-steps.ts';
import { loadMovieTasks } from './features/movie-tasks.ts';
import { metricTable } from './features/metric-table.ts';
import { serveRecommendations, USER } from './features/serve-recommendations.ts';
import { trainRanker } from './features/train-ranker.ts';
import { stepper, typed } from './stepper.ts';

const MODEL = 'movies';

/**
 * @param ratings a MovieLens folder; absent for made-up data
 * @throws GradusError DATA_NOT_FOUND, DATA_EMPTY before anything is started, and whatever the libraries throw
 */
export const featuresTour = async (context: Context, ratings: string | undefined): Promise<void> => {
  const { output, signal } = context;
  const started = performance.now();
  const step = stepper(output);
  const channels = ratings === undefined ? [] : [parseDataChannel(`ratings=${ratings}`, process.cwd())];
  await readData(['ratings'], channels);
  const loaded = await context.model(MODEL);
  const tasks = await loadMovieTasks(loaded);
  const folder = join(loaded.root, 'output/features');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const {
    base_date: baseDate,
    seed,
    serve_contents_limit: limit,
  } = loaded.model.notebook.parameters as {
    readonly base_date: string;
    readonly seed: number;
    readonly serve_contents_limit: number;
  };

  const { log, source } = tasks.loadWatchLog({ ratings: channels[0]?.source, seed, baseDate });
  const spine = await tasks.prepareTrainData(log, folder, { seed });
  const inferenceSpine = await tasks.prepareInferenceData(log, folder, { base_date: baseDate });
  const shown = (file: string): string => relative(process.cwd(), file);
  const files = await tasks.prepareFeatures(log, folder, { since: spine.from, until: inferenceSpine.time });
  const store = await featureStoreContext(context);
  const { transforms } = await loadView(loaded, store.environment.namespace, features.VIEW);
  const tour = { context, loaded, tasks, store, transforms, folder };

  step(
    'Features: what users and movies were like at the end of each day (of longer periods for a long log), ingested',
    `gradus ingest ${MODEL} users ${shown(files[0]!.file)}`,
  );
  output.tell(
    `${log.user_id.length} events (${source}) make ${files.map(({ group, records }) => `${records} records of ${group}`).join(' and ')}`,
  );
  const ingested = await features.ingestFeatures(tour, files);

  step(
    'Skew: what is served online now, held against what a training set gives for now',
    `gradus online ${MODEL} ${features.VIEW} user_id=${USER},contents_code=${log.contents_code[0]!}`,
  );
  const ids = features.everyId(log);
  const skewBefore = await features.lookForSkew(tour, ids, inferenceSpine.time);
  output.tell(`while the offline store lags: ${skewBefore.differing} of ${skewBefore.rows} rows differ`);
  const waited = await features.awaitOffline(tour, ingested);
  output.tell(`the offline store has every record, ${waited.toFixed(1)} s later`);
  const skew = await features.lookForSkew(tour, ids, inferenceSpine.time);
  output.tell(`now: ${skew.differing} of ${skew.rows} rows differ (${skew.values} values, every user and every movie)`);

  step('The feature groups, and how fresh they are at the end of the log', `gradus features ${MODEL}`);
  await features.showGroups(tour, inferenceSpine.time);

  step(
    'A training set: for each request what was known at its time',
    `gradus training-set ${MODEL} ${features.VIEW} --spine ${shown(spine.file)} --out train.parquet`,
  );
  const trainingSet = await features.makeTrainingSet(tour, spine.file, join(folder, 'train/train.parquet'));
  const rows = await tasks.readRows(trainingSet.file);
  output.tell(`\n${features.sampleRows(rows)}`);
  const known = tasks.knownBefore(rows);
  output.tell(
    `\n${known.later} of ${known.rows} rows know of anything at or after their time; the nearest knows of ${formatDuration((known.nearestSeconds ?? 0) * 1000)} before`,
  );

  step('Train: a training job orders the candidates of Level 0 anew, by the features', `gradus runs ${MODEL}`);
  const where = { environment: await context.environment(), clients: await context.clients() };
  const trained = await trainRanker(loaded, { ...where, workspace: await context.workspace() }, trainingSet.file, {
    signal,
    onStatus: (status) => output.note(`  ${status}`),
    onLogLine: (line) => output.note(`  | ${line}`),
  });
  output.tell(`\n${metricTable(trained.evaluation)}`);

  const candidates = (): ReturnType<typeof features.makeTrainingSet> =>
    features.makeTrainingSet(tour, inferenceSpine.file, join(folder, 'inference.parquet'));
  const served = await serveRecommendations({
    ...{ context, loaded, where, log, tasks, folder, limit, step, candidates, ranker: trained.ranker },
  });

  const made = {
    plane: where.environment.connection.endpoint,
    events: log.user_id.length,
    groups: ingested.map(({ group, records, seconds }) => ({ group, records, seconds })),
    skew: { before: skewBefore, after: skew, waitedSeconds: waited },
    trainingSet: { ...trainingSet, requests: spine.requests, ...known },
    training: { job: trained.job, artifact: trained.artifact, ...trained.evaluation },
    ...served,
    seconds: (performance.now() - started) / 1000,
  };
  output.result(made, () => summary(made, output));
};

interface Made {
  readonly plane: string | undefined;
  readonly groups: readonly { readonly group: string; readonly records: number }[];
  readonly trainingSet: { readonly file: string; readonly rows: number };
  readonly training: { readonly job: string };
  readonly versions: readonly { readonly version: string; readonly file: string }[];
  readonly api: { readonly url: string };
  readonly seconds: number;
}

const summary = (made: Made, { paint }: Output): string => {
  const { groups, trainingSet, training, versions, api } = made;
  const rows = [
    ['feature groups', groups.map(({ group, records }) => `${group} (${records} records)`).join(', ')],
    ['training set', `${trainingSet.file} (${trainingSet.rows} rows)`],
    ['training job', training.job],
    ...versions.map(({ version, file }) => [`data version ${version}`, file]),
    ['API', `${api.url}/recommendations/<user>`],
    ['plane', made.plane ?? 'AWS'],
  ];
  const next = [
    [`gradus features ${MODEL} ${features.VIEW} --statistics`, 'how the features are distributed'],
    [`gradus recommend ${MODEL} --user ${USER}`, 'ask the API'],
    [`gradus data-versions ${MODEL}`, 'what was written and what is served'],
    [
      `gradus switch-data ${MODEL} ${versions.at(-1)!.version} --why "better on the hold-out"`,
      'serve what was ordered by features again',
    ],
    [`gradus runs ${MODEL}`, 'its training runs with their metrics'],
    [`curl ${api.url}/recommendations/${USER}`, 'the API, without us'],
    ['gradus down', 'end the plane; what it keeps stays'],
  ];
  return [
    `\n${paint.strong(`Features, from a watch log to served recommendations, in ${formatDuration(made.seconds * 1000)}.`)}`,
    '\nMade:',
    table(rows.map(([name, value]) => [`  ${name!}`, value!])),
    '\nTry next:',
    table(next.map(([command, what]) => [paint.faint(`  ${what!}`), typed(command!)])),
  ].join('\n');
};
