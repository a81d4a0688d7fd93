/** Objects of a channel as files of a host: copied, or linked where they are only read. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { linkBody } from '../../../store/link-body.ts';
import { downloadFailed, openObject, type ChannelItem, type ChannelReader } from './channel-source.ts';

/** What a file system says when names clash: an object `a` beside an object `a/b`, or a key that no file can have. */
const CLASHES = ['EEXIST', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

/** Objects on their way at one time. */
const AT_ONCE = 8;

export type SaveBody = (body: Readable, file: string, signal: AbortSignal) => Promise<void>;

/** A file of the host's own. */
export const copyBody: SaveBody = async (body, file, signal) => {
  await pipeline(body, createWriteStream(file), { signal });
};

/** The object's own bytes, where they lie in one file: nothing is read before the program does. */
export const linkOrCopyBody: SaveBody = async (body, file, signal) => {
  if (!(await linkBody(body, file))) await copyBody(body, file, signal);
};

/**
 * Lays objects out below `folder`, each where its key says.
 * @throws AwsError ClientError when an object cannot be read, or cannot be a file in the folder
 */
export const layFiles = async (
  reader: ChannelReader,
  items: readonly ChannelItem[],
  folder: string,
  save: SaveBody = copyBody,
): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const rest = items.values();
  let failed = false;
  const work = async (): Promise<void> => {
    for (const item of rest) {
      if (failed) return;
      await layFile(reader, item, folder, save).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  // All have come to their end before a failure is told: nothing writes to the folder any more.
  const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
};

const layFile = async (
  reader: ChannelReader,
  { bucket, key, base }: ChannelItem,
  folder: string,
  save: SaveBody,
): Promise<void> => {
  const { aborted } = reader.context;
  aborted.throwIfAborted();
  const file = join(folder, key.slice(base.length));
  if (!file.startsWith(folder + sep)) {
    throw downloadFailed(`the key ${JSON.stringify(key)} leaves the folder of its channel.`);
  }
  const body = await openObject(reader, bucket, key);
  try {
    await mkdir(dirname(file), { recursive: true });
    await save(body, file, aborted);
  } catch (error) {
    body.destroy();
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT') throw downloadFailed('Insufficient disk space');
    if (!CLASHES.includes(String(code))) throw error;
    throw downloadFailed(`the key ${JSON.stringify(key)} cannot be a file of its channel (${code}).`);
  }
};
