/** The tour's steps on features: from a watch log to a point-in-time training set, and skew looked for. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { LoadedModel } from '@gradus/core';
import type { FeatureStoreContext, Receipt, Transforms } from '@gradus/feature-store';
import type { Context } from '../../context.ts';
import { formatBytes, table } from '../../output.ts';
import { metricText } from '../../version-text.ts';
import type { MovieTasks, TrainingRow, WatchLog } from './movie-tasks.ts';
import { skewOf, type Skew } from './skew.ts';

export const VIEW = 'ranking';
const BETWEEN_NOTES_MS = 1000;

/** What the steps work with. */
export interface FeatureTour {
  readonly context: Context;
  readonly loaded: LoadedModel;
  readonly tasks: MovieTasks;
  readonly store: FeatureStoreContext;
  readonly transforms: Transforms | undefined;
  readonly folder: string;
}

export interface Ingested {
  readonly group: string;
  readonly records: number;
  readonly seconds: number;
  readonly receipt: Receipt;
}

/** SHA-256 of the files, in hexadecimal. */
const contentOf = async (files: readonly { readonly file: string }[]): Promise<string> => {
  const hash = createHash('sha256');
  for (const { file } of files) for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
};

/** Makes the groups and writes the records of the files into them. */
export const ingestFeatures = async (
  { context: { output, signal }, loaded: { model }, store, folder }: FeatureTour,
  files: readonly { readonly group: string; readonly file: string }[],
): Promise<Ingested[]> => {
  const library = await import('@gradus/feature-store');
  const { replaceGroups } = await import('./replace-groups.ts');
  const { ensured, deleted } = await replaceGroups(model, store, await contentOf(files), signal);
  for (const name of deleted) output.note(`feature group ${name}: deleted, it held other data`);
  for (const { group, outcome } of ensured) output.note(`feature group ${group.awsName}: ${outcome}`);
  const ingested: Ingested[] = [];
  for (const { group, file } of files) {
    let noted = performance.now();
    const { rows, seconds, receipt } = await library.ingest(model, group, file, store, {
      ...{ signal, receipt: join(folder, `${group}.receipt`) },
      onProgress: (progress) => {
        if (performance.now() - noted < BETWEEN_NOTES_MS) return;
        noted = performance.now();
        output.note(`  ${progress.rows} records`);
      },
    });
    output.tell(`${group}: ${rows} records in ${seconds.toFixed(1)} s (${Math.round(rows / seconds)}/s)`);
    ingested.push({ group, records: rows, seconds, receipt: receipt! });
  }
  return ingested;
};

/** Waits until the offline store has what was ingested. @returns the seconds that it took */
export const awaitOffline = async (
  { context: { output, signal }, loaded: { model }, store }: FeatureTour,
  ingested: readonly Ingested[],
): Promise<number> => {
  const began = performance.now();
  const { waitForOffline } = await import('@gradus/feature-store');
  for (const { group, receipt } of ingested) {
    let noted = -Infinity;
    const onProgress = (missing: number): void => {
      if (missing === 0 || performance.now() - noted < BETWEEN_NOTES_MS) return;
      noted = performance.now();
      output.note(`  ${group}: ${missing} of ${receipt.records} records are not there yet`);
    };
    await waitForOffline(model, receipt, store, { signal, onProgress });
  }
  return (performance.now() - began) / 1000;
};

/** Every user and every movie of the log at least once, in pairs. */
export const everyId = ({ user_id, contents_code }: WatchLog): Record<string, number>[] => {
  const [users, items] = [user_id, contents_code].map((ids) => [...new Set(ids)].sort((a, b) => a - b));
  return Array.from({ length: Math.max(users!.length, items!.length) }, (_, at) => ({
    user_id: users![at % users!.length]!,
    contents_code: items![at % items!.length]!,
  }));
};

export const lookForSkew = (
  { loaded, store, transforms }: FeatureTour,
  ids: readonly Readonly<Record<string, number>>[],
  time: number,
): Promise<Skew> => skewOf(loaded, VIEW, ids, time, store, transforms);

/** Groups, their records offline and how fresh they are at the end of the log. */
export const showGroups = async (
  { context: { output }, loaded: { model }, store }: FeatureTour,
  time: number,
): Promise<void> => {
  const library = await import('@gradus/feature-store');
  const { featureDetail, featureList } = await import('../../feature-text.ts');
  const groups = await library.listFeatureGroups(model, store);
  const views = Object.keys(model.features!.views).map((view) =>
    library.featureView(model, store.environment.namespace, view),
  );
  const freshness = [];
  for (const { declared } of groups) {
    if (declared)
      freshness.push(await library.featureFreshness(model, declared.name, store, { now: new Date(time * 1000) }));
  }
  output.tell(featureList(model.name, groups, views, output.paint));
  output.tell(
    `\n${featureDetail(
      views.find(({ name }) => name === VIEW)!,
      freshness,
      undefined,
      output.paint,
    )}`,
  );
};

/** Joins the view onto a spine. */
export const makeTrainingSet = async (
  { context: { output }, loaded: { model }, store, transforms }: FeatureTour,
  spine: string,
  file: string,
) => {
  const began = performance.now();
  const { trainingSet } = await import('@gradus/feature-store');
  const written = await trainingSet(model, VIEW, { from: spine }, store, {
    output: file,
    ...(transforms && { transforms }),
  });
  const seconds = (performance.now() - began) / 1000;
  const { rows, columns, bytes, sha256, fetched } = written;
  output.tell(
    `${rows} rows x ${columns.length} columns in ${seconds.toFixed(1)} s: ${formatBytes(bytes)}, sha256 ${sha256.slice(0, 12)}; ${fetched.objects} objects (${formatBytes(fetched.bytes)}) fetched from S3`,
  );
  return { file, rows, columns: columns.length, sha256, seconds };
};

const SHOWN_COLUMNS = [
  'base_score',
  'user_watch_count',
  'item_watches_28d',
  'item_idle_days',
  'rating_gap',
  'genre_match',
];
const SHOWN_ROWS = 4;

const cell = (value: TrainingRow[string] | undefined): string =>
  typeof value === 'number' ? metricText(Number(value.toFixed(3))) : (value ?? '-');

/** A few rows of a training set. */
export const sampleRows = (rows: readonly TrainingRow[]): string =>
  table([
    ['USER', 'MOVIE', 'AT', 'LABEL', ...SHOWN_COLUMNS],
    ...rows
      .slice(0, SHOWN_ROWS)
      .map((row) => [
        cell(row['user_id']),
        cell(row['contents_code']),
        new Date(Number(row['event_time']) * 1000).toISOString().slice(0, 19),
        cell(row['label']),
        ...SHOWN_COLUMNS.map((name) => cell(row[name])),
      ]),
  ]);
