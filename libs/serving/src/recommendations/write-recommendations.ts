/** Writes a data version of recommendations: in parallel, resumable, complete or not servable. */
import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { createHash, randomUUID } from 'node:crypto';
import { errors } from '../errors.ts';
import { currentPointer } from './change-pointer.ts';
import { requireDataVersion, type DataVersion } from './data-version.ts';
import { deleteEntry } from './delete-entry.ts';
import { inParallel } from './in-parallel.ts';
import { chunkDigest, chunksOf, firstLedgerEntry, ledgerEntries, putLedgerEntry, type Chunk } from './ledger.ts';
import { keyAttributes, recommendationItem } from './recommendation-item.ts';
import { checkRow, reverseKeys, type CheckedRow, type RecommendationRow } from './recommendation-row.ts';
import { keySet, rowsDigest } from './rows-digest.ts';
import { recommendationsOf, tableName, type RecommendationContext, type RecommendingModel } from './settings.ts';
import { versionRecord } from './version-record.ts';
import { writeBatches } from './write-batch.ts';

export interface WriteProgress {
  /** Rows that are on disk. */
  readonly rows: number;
  /** Of these, rows that an earlier run had written. */
  readonly resumed: number;
}

export interface WriteOptions {
  /** Items kept of a row; the model's when absent. */
  readonly limit?: number;
  /** Requests under way at most. */
  readonly parallel?: number;
  readonly onProgress?: (progress: WriteProgress) => void;
  readonly signal?: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Every row checked, counted and added to the digest of the version. */
const checkedRows = (version: string, settings: Parameters<typeof checkRow>[3]) => {
  const digest = rowsDigest();
  const seen = keySet();
  const popular = new Set<string>();
  const pairs = new Set<string>();
  let rows = 0;
  let reverseRows = 0;
  const take = (given: RecommendationRow): CheckedRow => {
    const row = checkRow(given, rows, version, settings);
    const hash = createHash('sha256').update(`${row.key.PK}\0${row.key.SK}`).digest();
    if (!seen.add(hash)) {
      throw errors.make('RECOMMENDATION_ROW_INVALID', `row ${rows + 1} is the second of ${row.key.PK} ${row.key.SK}`, {
        got: given.user ?? 'popular',
        allowed: ['one row for each user, type and contents'],
      });
    }
    digest.add(row.digest);
    pairs.add(`${row.type}#${row.contents}`);
    if (row.user === undefined) popular.add(`${row.type}#${row.contents}`);
    rows += 1;
    reverseRows += row.user === undefined ? 0 : row.items.length;
    return row;
  };
  return {
    async *of(given: Iterable<RecommendationRow> | AsyncIterable<RecommendationRow>): AsyncGenerator<CheckedRow> {
      for await (const row of given) yield take(row);
    },
    /** @throws GradusError POPULAR_MISSING */
    summary: () => {
      const missing = [...pairs].filter((pair) => !popular.has(pair));
      if (rows === 0 || missing.length > 0) {
        throw errors.make('POPULAR_MISSING', `data version ${version} has nothing for users nobody knows`, {
          got: missing,
          remedy:
            'Hand over a row { popular: true, items } for each type and contents. What is written stays; run it again.',
        });
      }
      return { rows, reverseRows, popular: [...popular].sort(), digest: digest.value() };
    },
  };
};

/** How far the leading chunks are written, saved in the record of the version, in order. */
const watermark = (start: number, save: (chunks: number) => Promise<void>) => {
  const done = new Set<number>();
  let reached = 0;
  let saved = start;
  let saving = Promise.resolve();
  return {
    done: async (index: number): Promise<void> => {
      done.add(index);
      while (done.delete(reached)) reached += 1;
      saving = saving.then(async () => {
        if (reached <= saved) return;
        const chunks = reached;
        await save(chunks);
        saved = chunks;
      });
      await saving;
    },
    lower: async (chunks: number): Promise<void> => {
      if (saved <= chunks) return;
      await save(chunks);
      saved = chunks;
    },
  };
};

/**
 * Writes a data version, whose rows are then on the table and not served yet: `switchData` does that. The same rows again write the same items; a
 * run that died is completed by a run with the same rows, which writes what lacks; with other rows it takes back what they do not have. The popular
 * recommendations of each type and contents are required.
 *
 * Rows are read no faster than they are written: about 500 times `parallel` of them are in memory, and 32 bytes of each key.
 *
 * @throws GradusError RECOMMENDATION_ROW_INVALID, RECOMMENDATION_KEY_INVALID, RECOMMENDATION_TOO_LARGE, POPULAR_MISSING,
 * DATA_VERSION_DIFFERS when it is complete with other rows, DATA_VERSION_RETIRED, DATA_VERSION_TAKEN_OVER, DYNAMODB_THROTTLED
 */
export const writeRecommendations = async (
  model: RecommendingModel,
  version: string,
  rows: Iterable<RecommendationRow> | AsyncIterable<RecommendationRow>,
  { clients, environment }: RecommendationContext,
  { limit, parallel = 8, onProgress, signal, now = Date.now }: WriteOptions = {},
): Promise<DataVersion> => {
  const settings = recommendationsOf(model);
  const client = clients.dynamodb;
  const table = tableName(model, environment.namespace);
  const checked = checkedRows(version, { ...settings, limit: limit ?? settings.limit });
  if ((await currentPointer(client, table)).retired.includes(version)) throw retired(version);
  const record = versionRecord(client, table, version, randomUUID());
  const begun = await record.begin(new Date(now()).toISOString(), settings.reverseItems);
  if (begun.state === 'complete') {
    const rest = checked.of(rows);
    while (!(await rest.next()).done) signal?.throwIfAborted();
    if (checked.summary().digest === begun.digest) return begun;
    throw errors.make('DATA_VERSION_DIFFERS', `data version ${version} is complete, with other rows`, {
      got: version,
      remedy: 'Give these rows a data version of their own.',
    });
  }
  if (begun.state !== 'writing') throw retired(version);

  const work = inParallel(parallel);
  const written = watermark(begun.chunks, (chunks) => record.reach(chunks));
  const progress = { rows: 0, resumed: 0 };
  const report = (chunk: Chunk, resumed: boolean): void => {
    progress.rows += chunk.rows.length;
    if (resumed) progress.resumed += chunk.rows.length;
    onProgress?.({ ...progress });
  };
  const takeBack = async (from: number): Promise<void> => {
    await work.drain();
    await written.lower(from);
    for await (const entry of ledgerEntries(client, table, version, { from, backwards: true, pageSize: 1 })) {
      await deleteEntry(client, table, version, entry, { reverseItems: begun.reverseItems, keepSharedOf: settings });
    }
  };
  const write = async (chunk: Chunk): Promise<void> => {
    await putLedgerEntry(client, table, version, chunk);
    // A reverse item is there only when its user's is: that is how it is found again.
    const items = chunk.rows.map((row) => put(recommendationItem(row.key, row.items, begun.createdAt)));
    await writeBatches(client, table, items, signal);
    if (begun.reverseItems) {
      const reverse = chunk.rows.flatMap((row) => reverseKeys(row, version));
      await writeBatches(
        client,
        table,
        reverse.map((key) => put({ ...keyAttributes(key), CreatedAt: { S: begun.createdAt } })),
        signal,
      );
    }
    await written.done(chunk.index);
    report(chunk, false);
  };

  let known = true;
  let next = 0;
  try {
    for await (const chunk of chunksOf(checked.of(rows))) {
      signal?.throwIfAborted();
      next = chunk.index + 1;
      const before = known ? await firstLedgerEntry(client, table, version, chunk.index) : undefined;
      if (before && before.index === chunk.index && before.digest === chunkDigest(chunk)) {
        if (chunk.index < begun.chunks) {
          await written.done(chunk.index);
          report(chunk, true);
          continue;
        }
      } else if (before) {
        await takeBack(chunk.index);
        known = false;
      } else known = false;
      await work.start(() => write(chunk));
    }
  } catch (error) {
    // What is under way ends before the caller hears of it.
    await work.drain().catch(() => undefined);
    throw error;
  }
  await work.drain();
  const summary = checked.summary();
  if (known) await takeBack(next);
  await record.complete(
    { ...summary, reverseRows: begun.reverseItems ? summary.reverseRows : 0 },
    new Date(now()).toISOString(),
  );
  return requireDataVersion(client, table, version);
};

const put = (Item: ReturnType<typeof recommendationItem>): WriteRequest => ({ PutRequest: { Item } });

const retired = (version: string) =>
  errors.make('DATA_VERSION_RETIRED', `data version ${version} expires or is being deleted`, {
    got: version,
    remedy: 'Give these rows another data version, or delete this one to its end and write it again.',
  });
