/** Point-in-time training sets: for each row of a spine what was known of its ids at its time. */
import type { FeatureView } from '../groups/feature-group.ts';
import { openEngine, withEngine, type EngineLimits } from './duckdb.ts';
import { joinView, type FilesOf } from './join-view.ts';
import { objectCacheOf, offlineFiles, type CacheOptions, type OfflineClients } from './offline-files.ts';
import { readRows, type FeatureRowValues, type RowTransform } from './read-rows.ts';
import type { Spine } from './spine.ts';
import { writeParquet, type WrittenFile } from './write-parquet.ts';

export interface TrainingSetOptions extends EngineLimits, CacheOptions {
  readonly clients: OfflineClients;
  /** Only what was written to the offline store by then: what would have been known at that moment. */
  readonly asOf?: Date;
  /** The view's on-demand transform: the function that is applied online. */
  readonly transform?: RowTransform;
}

export interface TrainingSetFile extends WrittenFile {
  /** Objects and bytes that came from S3; the rest was in the cache. */
  readonly fetched: { readonly objects: number; readonly bytes: number };
}

const filesFrom = (
  { clients, ...options }: TrainingSetOptions,
  fetched: { objects: number; bytes: number },
): FilesOf => {
  const cache = objectCacheOf(options);
  return async (group, range) => {
    const { files, misses, bytes } = await offlineFiles(clients, group, range, cache);
    fetched.objects += misses;
    fetched.bytes += bytes;
    return files;
  };
};

/**
 * Writes a training set as Parquet: the columns of the spine, then those of the view, a row for each row of the spine in its
 * order. A feature is the latest value at or before the row's time, no older than the view's time-to-live, null where there is
 * none or it was deleted. The same input gives the same bytes.
 * @throws GradusError SPINE_UNREADABLE, SPINE_INVALID, SPINE_COLUMNS, SPINE_TYPE_DIFFERS, SPINE_TIME_MIXED, SPINE_TIME_INVALID,
 *   FEATURE_GROUP_NOT_OFFLINE, TRANSFORM_FAILED
 */
export const trainingSet = async (
  view: FeatureView,
  spine: Spine,
  output: string,
  options: TrainingSetOptions,
): Promise<TrainingSetFile> =>
  withEngine(options, async (engine) => {
    const fetched = { objects: 0, bytes: 0 };
    const query = await joinView(engine, view, spine, filesFrom(options, fetched), options.asOf);
    return { ...(await writeParquet(engine, query, output, options.transform)), fetched };
  });

/**
 * The rows of a training set, as they are asked for; memory stays within bounds however many there are.
 * @throws as `trainingSet`
 */
export async function* trainingRows(
  view: FeatureView,
  spine: Spine,
  options: TrainingSetOptions,
): AsyncGenerator<FeatureRowValues> {
  const engine = await openEngine(options);
  try {
    const query = await joinView(engine, view, spine, filesFrom(options, { objects: 0, bytes: 0 }), options.asOf);
    for await (const rows of readRows(engine.connection, query, options.transform)) yield* rows;
  } finally {
    await engine.close();
  }
}
