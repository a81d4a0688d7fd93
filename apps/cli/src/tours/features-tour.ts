/** The tour of features: a feature store, a ranker trained on a point-in-time set, and its recommendations served from a table. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDuration } from '@gradus/core';
import { parseDataChannel, readData } from '@gradus/training';
import type { Context } from '../context.ts';
import { featureStoreContext, loadView } from '../feature-store-context.ts';
import { table, type Output } from '../output.ts';
import * as features from './features/feature-steps.ts';
import { loadMovieTasks } from './features/movie-tasks.ts';
import { metricTable } from './features/metric-table.ts';
import * as serving from './features/serving-steps.ts';
import { trainRanker } from './features/train-ranker.ts';
import { stepper, typed } from './stepper.ts';

const MODEL = 'movies';
const USER = '42';
const NOBODY = '999999999';
const SHARE = 0.2;

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
  const files = await tasks.prepareFeatures(log, folder, { since: spine.from });
  const store = await featureStoreContext(context);
  const { transforms } = await loadView(loaded, store.environment.namespace, features.VIEW);
  const tour = { context, loaded, tasks, store, transforms, folder };

  step(
    'Features: what users and movies were like at the end of each day, ingested',
    `gradus ingest ${MODEL} users ${files[0]!.file}`,
  );
  output.tell(
    `${log.user_id.length} events (${source}) make ${files.map(({ group, records }) => `${records} records of ${group}`).join(' and ')}`,
  );
  const ingested = await features.ingestFeatures(tour, files);

  step(
    'Skew: what is served online now, held against what a training set gives for now',
    `gradus online ${MODEL} ${features.VIEW} user_id=${USER},contents_code=7`,
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
    `gradus training-set ${MODEL} ${features.VIEW} --spine ${spine.file} --out train.parquet`,
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

  step(
    'Infer: the best movies of each user, without the features (version 1) and with them (version 2)',
    `gradus write-recommendations ${MODEL} 1 <rows.ndjson>`,
  );
  const candidates = await features.makeTrainingSet(tour, inferenceSpine.file, join(folder, 'inference.parquet'));
  const servingTour = { context, loaded, where, log };
  const written = [];
  for (const version of ['1', '2']) {
    const inferred = join(folder, `inference-${version}.ndjson`);
    await tasks.inference(log, {
      ...{ rows: candidates.file, output: inferred, limit },
      ...(version === '2' && { ranker: trained.ranker }),
    });
    const processed = await tasks.postprocess(inferred, folder, {
      serve_data_version: version,
      serve_contents_limit: limit,
    });
    written.push({ ...processed, ...(await serving.writeVersion(servingTour, processed)) });
  }

  const library = await import('@gradus/serving/recommendations');
  const { servedNow } = await import('../recommendations/served-text.ts');
  const { comparisonText } = await import('../recommendations/data-version-text.ts');
  const ttl = written[0]!.ttl;
  step('Serve: table, function and HTTP API, and version 1 to all', `gradus serve-recommendations ${MODEL}`);
  output.tell(servedNow(await library.switchData(loaded.model, '1', where, { why: 'the first', ttl })));
  const api = await serving.deployApi(servingTour);

  step('Recommend: asked of the API, as an application asks it', `gradus recommend ${MODEL} --user ${USER}`);
  const asked = {
    known: await serving.ask(servingTour, api.url, USER),
    unknown: await serving.ask(servingTour, api.url, NOBODY),
  };
  for (const answer of Object.values(asked)) output.tell(serving.answerText(answer, log));

  step('Compare: how much version 2 would change', `gradus compare-data ${MODEL} 1 2`);
  const comparison = await library.compareDataVersions(loaded.model, '1', '2', where, { signal });
  output.tell(comparisonText('1', '2', { ...comparison, mostChanged: [] }, output.paint));

  step(
    `Try version 2 on a share of the users, the same ones every time`,
    `gradus switch-data ${MODEL} 2 --share ${SHARE} --why "…"`,
  );
  const trial = await library.tryData(loaded.model, '2', SHARE, where, { why: 'a trial', ttl });
  const users = [...new Set(log.user_id)].map(String);
  const trying = users.filter((user) => library.versionFor(trial, user) === '2').length;
  output.tell(`${servedNow(trial)} That is ${trying} of ${users.length}.`);

  step('Switch: version 2 to all, in one write', `gradus switch-data ${MODEL} 2 --why "…"`);
  output.tell(servedNow(await library.switchData(loaded.model, '2', where, { why: 'NDCG@10 on the hold-out', ttl })));
  const seen = await serving.askUntil(servingTour, api.url, USER, '2');
  output.tell(
    `${serving.answerText(seen.answer, log)}\nseen through the API ${seen.seconds.toFixed(1)} s after the switch`,
  );

  step('Roll back: version 1 again', `gradus rollback-data ${MODEL} --why "…"`);
  const pointer = await library.rollbackData(loaded.model, where, { why: 'to show that it can be' });
  output.tell(servedNow(pointer));

  const made = {
    plane: where.environment.connection.endpoint,
    events: log.user_id.length,
    groups: ingested.map(({ group, records, seconds }) => ({ group, records, seconds })),
    skew: { before: skewBefore, after: skew, waitedSeconds: waited },
    trainingSet: { ...trainingSet, requests: spine.requests, ...known },
    training: { job: trained.job, artifact: trained.artifact, ...trained.evaluation },
    versions: written.map(({ version, rows: count, digest, file }) => ({ version, rows: count, digest, file })),
    api,
    recommendations: { ...asked, switched: seen.answer },
    comparison,
    trial: { share: SHARE, users: trying },
    served: pointer.stable,
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
    [`gradus switch-data ${MODEL} 2 --why "better on the hold-out"`, 'serve version 2 again'],
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
