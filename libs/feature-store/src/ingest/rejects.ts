/** The rows that an ingest left out, as a file of NDJSON: the row's number, what is wrong with it, and its values. */
import { open, type FileHandle } from 'node:fs/promises';
import type { Mistake } from '@gradus/core';
import type { Row } from './source.ts';

export interface Rejects {
  add(number: number, row: Row, mistakes: readonly Mistake[]): Promise<void>;
  /** Its length in bytes, all of it on disk. */
  length(): Promise<number>;
  close(): Promise<void>;
}

const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

/** Opens the file and cuts it at `length`: what a killed ingest wrote after its checkpoint comes again. */
export const openRejects = async (file: string, length: number): Promise<Rejects> => {
  const handle: FileHandle = await open(file, length === 0 ? 'w' : 'r+');
  if (length > 0) await handle.truncate(length);
  let end = length;
  return {
    add: async (number, row, mistakes) => {
      const line = Buffer.from(`${JSON.stringify({ row: number, mistakes, values: row }, plain)}\n`);
      await handle.write(line, 0, line.length, end);
      end += line.length;
    },
    length: async () => {
      await handle.sync();
      return end;
    },
    close: () => handle.close(),
  };
};
