/** A batch of pending rows as a file of lines, in an order and of a size that depend on nothing but the rows. */
import { open } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Store } from '../../store/store.ts';
import { pendingPage } from './pending-partitions.ts';

/** A file takes no further page once it has so many rows, or bytes. */
const ROWS = 10_000;
const BYTES = 16 * 1024 ** 2;

/** What one statement may put together while everybody else waits. */
const PAGE_ROWS = 500;
const PAGE_BYTES = 512 * 1024;
const FIRST_PAGE_ROWS = 16;

export interface Batch {
  readonly rows: number;
  readonly first: number;
  readonly last: number;
  /** The latest event time, in seconds. */
  readonly latest: number;
}

/** JSON escapes half a character, which no text of Parquet can hold. */
const LONE_SURROGATES = /(\\\\)|\\ud[89a-f][0-9a-f]{2}/g;

const wellFormed = (lines: string): string =>
  lines.includes('\\ud') ? lines.replace(LONE_SURROGATES, (_, backslash?: string) => backslash ?? '\\ufffd') : lines;

/**
 * Writes the oldest rows of an hour to `path`; undefined when there are none.
 * @param from rows up to `upTo`, so that later ones do not change what a batch holds when it is made again
 */
export const writeRowsFile = async (
  store: Store,
  path: string,
  from: { readonly groupId: number; readonly hour: number; readonly upTo: number },
): Promise<Batch | undefined> => {
  let batch: Batch | undefined;
  let limit = FIRST_PAGE_ROWS;
  let bytes = 0;
  const file = await open(path, 'w');
  try {
    while ((batch?.rows ?? 0) < ROWS && bytes < BYTES) {
      const page = pendingPage(store, { ...from, after: batch?.last ?? 0, limit });
      if (!page) break;
      const { rows, first, last, latest } = page;
      batch = batch
        ? { rows: batch.rows + rows, first: batch.first, last, latest: Math.max(batch.latest, latest) }
        : { rows, first, last, latest };
      const lines = Buffer.from(`${wellFormed(page.lines)}\n`);
      bytes += lines.length;
      await file.write(lines);
      if (rows < limit) break;
      limit = Math.min(PAGE_ROWS, Math.max(1, Math.floor((PAGE_BYTES * batch.rows) / bytes)));
      await setImmediate();
    }
  } finally {
    await file.close();
  }
  return batch;
};
