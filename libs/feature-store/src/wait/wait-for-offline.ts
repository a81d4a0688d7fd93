/** Waits until what was acknowledged is in the offline store. */
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@gradus/aws';
import { formatDuration } from '@gradus/core';
import { errors } from '../errors.ts';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import { featureGroup, type FeatureGroup, type FeatureModel } from '../groups/feature-group.ts';
import { receiptHashSql, type Receipt } from '../ingest/receipt.ts';
import { withEngine, type Engine } from '../offline/duckdb.ts';
import { objectCacheOf, offlineFiles, type CacheOptions } from '../offline/offline-files.ts';

/** AWS writes to the offline store within 15 minutes; it promises no order, and no sooner. */
export const OFFLINE_WITHIN_MS = 15 * 60_000;

export interface WaitForOfflineOptions extends CacheOptions {
  /** Milliseconds within which the store takes what it acknowledged; AWS's 15 minutes when absent. */
  readonly withinMs?: number;
  /** Told how many records are still missing. */
  readonly onProgress?: (missing: number) => void;
  readonly signal?: AbortSignal;
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The records of the receipt that no file has yet. */
const missing = async (engine: Engine, group: FeatureGroup, files: readonly string[]): Promise<number> => {
  if (files.length > 0) {
    const list = files.map(text).join(', ');
    await engine.run(
      `DELETE FROM awaited WHERE record IN
       (SELECT ${receiptHashSql(group)} FROM read_parquet([${list}], union_by_name = true, hive_partitioning = false))`,
    );
  }
  const [row] = await engine.rows('SELECT count(*)::INTEGER AS count FROM awaited');
  return Number(row!['count']);
};

const waitForRecords = async (
  group: FeatureGroup,
  receipt: Receipt,
  { clients, environment }: FeatureStoreContext,
  options: WaitForOfflineOptions,
): Promise<void> => {
  if (receipt.records === 0) return;
  const { withinMs = OFFLINE_WITHIN_MS, onProgress, signal } = options;
  const cache = objectCacheOf(options);
  const range = { from: receipt.from * 1000, to: receipt.to * 1000 };
  await withEngine({}, async (engine) => {
    await engine.run(
      `CREATE TABLE awaited AS SELECT DISTINCT record FROM
       read_csv(${text(receipt.file)}, header = false, columns = {'record': 'UBIGINT'})`,
    );
    const seen = new Set<string>();
    await waitFor({
      what: `the offline store of feature group ${group.awsName}`,
      look: async () => {
        const { files } = await offlineFiles(clients, group, range, cache);
        const fresh = files.filter((file) => !seen.has(file));
        const left = await missing(engine, group, fresh);
        for (const file of fresh) seen.add(file);
        return left;
      },
      done: (left) => left === 0,
      name: (left) => `without ${left} records`,
      ...(onProgress && { onChange: onProgress }),
      timeoutMs: withinMs,
      poll: environment.poll,
      ...(signal && { signal }),
    }).catch((cause: unknown) => {
      signal?.throwIfAborted();
      if ((cause as { code?: string }).code !== 'WAIT_TIMEOUT') throw cause;
      throw errors.make(
        'FEATURE_OFFLINE_LATE',
        `records are not in the offline store of ${group.awsName} after ${formatDuration(withinMs)}`,
        {
          remedy: 'Look at its status: aws sagemaker describe-feature-group shows why it is blocked.',
          cause,
        },
      );
    });
  });
};

/**
 * Resolves when the offline store has what was acknowledged.
 *
 * Given a receipt of `ingest`, when each of its records is found in the store's objects, by identifier and event time: however
 * objects are ordered, whatever clocks show and whoever writes beside it. (A record that was there before with the same two
 * counts as it: see the rules in the README.) Given a time, when AWS's 15 minutes (or
 * `withinMs`) have passed since then: AWS tells nobody what it has buffered, so nothing shorter is sure.
 * @throws GradusError FEATURE_OFFLINE_LATE, FEATURE_GROUP_NOT_OFFLINE
 */
export const waitForOffline = async (
  model: FeatureModel,
  written: Receipt | { readonly group: string; readonly at: Date },
  context: FeatureStoreContext,
  options: WaitForOfflineOptions = {},
): Promise<void> => {
  const group = featureGroup(model, context.environment.namespace, written.group);
  if (!('at' in written)) return waitForRecords(group, written, context, options);
  if (!group.offline) {
    throw errors.make('FEATURE_GROUP_NOT_OFFLINE', `the feature group "${group.name}" has no offline store`);
  }
  const left = written.at.getTime() + (options.withinMs ?? OFFLINE_WITHIN_MS) - Date.now();
  if (left > 0) await sleep(left, undefined, options.signal ? { signal: options.signal } : {});
};
