/** Point-in-time training sets: for each row of a spine what was known of its ids at its time. */
import type { FeatureViewName } from '@gradus/core';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import { featureView, type FeatureModel, type FeatureView } from '../groups/feature-group.ts';
import { requireTransforms, type Transforms } from '../transforms/transforms.ts';
import { athenaTrainingSet, type AthenaSpine } from './athena-training-set.ts';
import { openEngine, withEngine, type Engine, type EngineLimits } from './duckdb.ts';
import { joinView, type FilesOf, type MadeColumn } from './join-view.ts';
import { objectCacheOf, offlineFiles, type CacheOptions } from './offline-files.ts';
import { glueTables } from './offline-location.ts';
import { readRows, TIME_COLUMN, type TrainingRow } from './read-rows.ts';
import type { Spine } from './spine.ts';
import { quoted } from './sql.ts';
import { makeTransformed } from './transformed-table.ts';
import { writeParquet, type WrittenFile } from './write-parquet.ts';

export interface TrainingRowsOptions<Module = unknown> extends EngineLimits, CacheOptions {
  /** Only what was written to the offline store by then: what would have been known at that moment. */
  readonly asOf?: Date;
  /** The view's, where it declares some: the functions that are applied online. */
  readonly transforms?: Transforms<Module>;
}

export interface TrainingSetOptions<Module = unknown> extends TrainingRowsOptions<Module> {
  /** The Parquet file to write. */
  readonly output: string;
}

export interface AthenaOptions {
  readonly engine: 'athena';
  readonly asOf?: Date;
}

/** How much came from S3; the rest was in the cache. */
export interface Fetches {
  objects: number;
  bytes: number;
}

export interface TrainingSetFile extends WrittenFile {
  readonly fetched: Readonly<Fetches>;
}

/** What reading offline stores takes of a feature store. */
export type OfflineReader = Pick<FeatureStoreContext, 'environment'> & {
  readonly clients: Pick<FeatureStoreContext['clients'], 's3' | 'sagemaker'>;
};

/** Brings the files of groups here, and counts what had to be fetched. */
export const filesFrom = (
  { clients }: Pick<OfflineReader, 'clients'>,
  options: CacheOptions,
  fetched: Fetches,
): FilesOf => {
  const cache = objectCacheOf(options);
  return async (group, range) => {
    const { files, misses, bytes } = await offlineFiles(clients, group, range, cache);
    fetched.objects += misses;
    fetched.bytes += bytes;
    return files;
  };
};

const TIME: MadeColumn = { name: TIME_COLUMN, sql: 'spine.t / 1e6', table: 'spine' };

/** The query of the finished rows. */
export const finished = async (
  engine: Engine,
  view: FeatureView,
  spine: Spine,
  filesOf: FilesOf,
  { asOf, transforms }: Pick<TrainingRowsOptions, 'asOf' | 'transforms'>,
): Promise<string> => {
  const functions = requireTransforms(view, transforms);
  const query = await joinView(engine, view, spine, filesOf, asOf);
  if (functions.length === 0) return query();
  const names = await makeTransformed(engine, query([TIME]), functions);
  return query(names.map((name) => ({ name, sql: `made.${quoted(name)}`, table: 'made' })));
};

/**
 * Makes the training set of a view: the columns of the spine, those of the view, those of its transforms; a row for each row of the
 * spine, in its order. A feature is the latest value at or before the row's time, younger than the view's time-to-live, and null
 * where there is none or it was deleted. The same input gives the same bytes.
 *
 * With `engine: 'athena'` nothing is read: the query (Trino's SQL) is given, over the Glue tables of the groups and of the spine;
 * on-demand transforms are not in it.
 * @throws GradusError FEATURE_NAME_UNKNOWN, FEATURE_GROUP_MISSING, FEATURE_GROUP_NOT_OFFLINE, SPINE_UNREADABLE, SPINE_INVALID,
 *   SPINE_COLUMNS, SPINE_TYPE_DIFFERS, SPINE_TIME_MIXED, SPINE_TIME_INVALID, FEATURE_TRANSFORMS_MISSING, FEATURE_TRANSFORM_FAILED
 */
export async function trainingSet<M extends FeatureModel, Module = unknown>(
  model: M,
  view: FeatureViewName<M>,
  spine: Spine,
  store: OfflineReader,
  options: TrainingSetOptions<Module>,
): Promise<TrainingSetFile>;
export async function trainingSet<M extends FeatureModel>(
  model: M,
  view: FeatureViewName<M>,
  spine: AthenaSpine,
  store: OfflineReader,
  options: AthenaOptions,
): Promise<string>;
export async function trainingSet(
  model: FeatureModel,
  name: string,
  spine: Spine | AthenaSpine,
  store: OfflineReader,
  options: TrainingSetOptions | AthenaOptions,
): Promise<TrainingSetFile | string> {
  const view = featureView(model, store.environment.namespace, name);
  if ('engine' in options) {
    const tables = await glueTables(store.clients.sagemaker, view);
    return athenaTrainingSet(view, spine as AthenaSpine, tables, options.asOf);
  }
  return withEngine(options, async (engine) => {
    const fetched: Fetches = { objects: 0, bytes: 0 };
    const query = await finished(engine, view, spine as Spine, filesFrom(store, options, fetched), options);
    return { ...(await writeParquet(engine, query, options.output)), fetched };
  });
}

/**
 * The rows of a training set, as they are asked for; memory stays within bounds however many there are.
 * @throws as `trainingSet`, and GradusError FEATURE_VALUE_UNSAFE
 */
export async function* trainingRows<M extends FeatureModel, Module = unknown>(
  model: M,
  view: FeatureViewName<M>,
  spine: Spine,
  store: OfflineReader,
  options: TrainingRowsOptions<Module> = {},
): AsyncGenerator<TrainingRow> {
  const engine = await openEngine(options);
  try {
    const files = filesFrom(store, options, { objects: 0, bytes: 0 });
    const query = await finished(engine, featureView(model, store.environment.namespace, view), spine, files, options);
    for await (const rows of readRows(engine.connection, query)) yield* rows;
  } finally {
    await engine.close();
  }
}
