/** The tasks of the sample model with features, as its `steps/index.ts` exports them: loaded from the workspace, where they may have been edited. */
import { join } from 'node:path';
import { loadTypeScript, type LoadedModel } from '@gradus/core';

export interface WatchLog {
  readonly user_id: Int32Array;
  readonly contents_code: Int32Array;
  readonly titles: ReadonlyMap<number, { readonly title: string }>;
}

/** A spine that a task wrote. */
interface SpineFile {
  readonly file: string;
  readonly rows: number;
}

export type TrainingRow = Readonly<Record<string, number | string | null>>;

export interface KnownBefore {
  readonly rows: number;
  readonly later: number;
  readonly withoutUser: number;
  readonly withoutItem: number;
  readonly nearestSeconds: number | null;
}

export interface RankingEvaluation {
  readonly metrics: Readonly<Record<string, number>>;
  readonly users: number;
  readonly reached: number;
  readonly better: number;
  readonly worse: number;
}

export interface Ranker {
  readonly inputs: readonly { readonly name: string; readonly weight: number }[];
  readonly requests: number;
}

export interface MovieTasks {
  loadWatchLog(source: { ratings?: string | undefined; seed: number; baseDate: string }): {
    readonly log: WatchLog;
    readonly source: string;
  };
  prepareTrainData(
    log: WatchLog,
    folder: string,
    options: { seed: number },
  ): Promise<
    SpineFile & { readonly requests: { readonly train: number; readonly test: number }; readonly from: number }
  >;
  prepareFeatures(
    log: WatchLog,
    folder: string,
    options: { since: number; until: number },
  ): Promise<readonly { readonly group: string; readonly file: string; readonly records: number }[]>;
  prepareInferenceData(
    log: WatchLog,
    folder: string,
    options: { base_date: string },
  ): Promise<SpineFile & { readonly time: number }>;
  readRows(parquet: string): Promise<TrainingRow[]>;
  knownBefore(rows: Iterable<TrainingRow>): KnownBefore;
  inference(log: WatchLog, options: { rows: string; output: string; limit: number; ranker?: Ranker }): Promise<number>;
  postprocess(
    inferred: string,
    folder: string,
    parameters: { serve_data_version: string; serve_contents_limit: number },
  ): Promise<{
    readonly file: string;
    readonly rows: number;
    readonly version: string;
    readonly limit: number;
    readonly ttl: number;
  }>;
}

/** @throws TypeScriptLoadError when they do not compile */
export const loadMovieTasks = async ({ root }: LoadedModel): Promise<MovieTasks> =>
  (await loadTypeScript(join(root, 'steps/index.ts'))) as unknown as MovieTasks;
