/** The tour's steps on serving: data versions written, an HTTP API that reads them, a version tried, compared, switched and taken back. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedModel } from '@gradus/core';
import {
  ensureRecommendationApi,
  ensureRecommendationTable,
  listDataVersions,
  readRecommendations,
  writeRecommendations,
  type DataVersion,
  type EnsuredApi,
  type UserRecommendations,
} from '@gradus/serving/recommendations';
import type { AwsClients, Environment } from '@gradus/aws';
import type { Context } from '../../context.ts';
import { formatBytes, table } from '../../output.ts';
import { recommendationApiCode } from '../../recommendations/api-code.ts';
import { readRows } from '../../recommendations/read-rows.ts';
import { metricText } from '../../version-text.ts';
import type { WatchLog } from './movie-tasks.ts';

export interface ServingTour {
  readonly context: Context;
  readonly loaded: LoadedModel;
  readonly where: { readonly clients: AwsClients; readonly environment: Environment };
  readonly log: WatchLog;
}

/** Readers hold on to the pointer for five seconds. */
const SEEN_WITHIN_MS = 15_000;
const POLL_MS = 200;
const SHOWN_ITEMS = 5;

/** Makes the table. @returns two names of data versions that are free: the numbers after the largest there is */
export const freeVersions = async ({ loaded: { model }, where }: ServingTour): Promise<readonly [string, string]> => {
  await ensureRecommendationTable(model, where);
  let largest = 0;
  for await (const { version } of listDataVersions(model, where)) {
    if (/^\d{1,9}$/.test(version)) largest = Math.max(largest, Number(version));
  }
  return [String(largest + 1), String(largest + 2)];
};

/** Writes a data version from the file that `postprocess` made. */
export const writeVersion = async (
  { context: { output, signal }, loaded: { model }, where }: ServingTour,
  { file, version, limit }: { readonly file: string; readonly version: string; readonly limit: number },
): Promise<DataVersion> => {
  const began = performance.now();
  const written = await writeRecommendations(model, version, readRows(file), where, { limit, signal });
  const seconds = (performance.now() - began) / 1000;
  output.tell(
    `data version ${written.version}: ${written.rows} rows in ${seconds.toFixed(1)} s, digest ${written.digest!.slice(0, 12)}`,
  );
  return written;
};

export const deployApi = async ({
  context: { output },
  loaded: { model },
  where,
}: ServingTour): Promise<EnsuredApi> => {
  const code = await recommendationApiCode();
  const api = await ensureRecommendationApi(model, where, code);
  output.tell(
    `function version ${api.functionVersion} (${formatBytes(code.length)}) answers at ${api.url}/recommendations/<user>`,
  );
  return api;
};

export type Answer = UserRecommendations & { readonly milliseconds: number };

/** Asks the API as an application would. */
export const ask = async (
  { context: { signal }, loaded: { model }, where }: ServingTour,
  url: string,
  user: string,
): Promise<Answer> => {
  const began = performance.now();
  const { value } = await readRecommendations(model, user, where, { url, signal });
  if (value === 'unchanged') throw new Error('the API answered 304 to a request without an entity tag');
  return { ...value, milliseconds: Math.round((performance.now() - began) * 10) / 10 };
};

/** Asks until the API answers with a data version. @returns the answer, and the seconds until then */
export const askUntil = async (
  tour: ServingTour,
  url: string,
  user: string,
  version: string,
): Promise<{ answer: Answer; seconds: number }> => {
  const began = performance.now();
  for (;;) {
    const answer = await ask(tour, url, user);
    const waited = performance.now() - began;
    if (answer.dataVersion === version || waited > SEEN_WITHIN_MS) return { answer, seconds: waited / 1000 };
    await sleep(POLL_MS, undefined, { signal: tour.context.signal });
  }
};

/** An answer with the movies' titles. */
export const answerText = (
  { user, source, dataVersion, items, milliseconds }: Answer,
  { titles }: WatchLog,
): string => {
  const about = source === 'user' ? 'their own' : 'unknown: what is popular';
  const rows = items
    .slice(0, SHOWN_ITEMS)
    .map(({ contentId, score }, rank) => [
      `  ${rank + 1}.`,
      titles.get(Number(contentId))?.title ?? contentId,
      metricText(score),
    ]);
  return `user ${user} (${about}; data version ${dataVersion}, ${milliseconds} ms)\n${table(rows)}`;
};
