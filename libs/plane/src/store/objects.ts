/** Object bytes as files: written by temp, fsync and rename, named by the plane and never by a caller, swept when orphaned. */
import { randomUUID } from 'node:crypto';
import { constants, mkdirSync } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { bodyOfFile } from './link-body.ts';
import { readPieces } from './objects-read.ts';
import { writeDurably, type ByteSource, type WriteOptions } from './objects-write.ts';

/** A file of the store: its name and its size in bytes. */
export interface StoredFile {
  readonly file: string;
  readonly size: number;
}

export interface SweepOptions {
  /** Whether a row names this file. */
  readonly isNamed: (file: string) => boolean;
  /** Resolves when what `isNamed` sees is durable. */
  readonly settled: () => Promise<void>;
  readonly aborted: AbortSignal;
}

const TEMPORARY = 'tmp';

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const unlinkIfThere = async (path: string): Promise<void> => {
  try {
    await unlink(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
};

/**
 * Files are immutable. A file exists whole or not at all: `write` and `link` resolve when file and folder entry are on
 * disk. What names a file (a row) is the caller's; a file that nothing names is an orphan, and `sweep` removes it.
 */
export class ObjectFiles {
  readonly #root: string;
  readonly #folders = new Set<string>();
  readonly #readers = new Map<string, number>();
  readonly #doomed = new Set<string>();
  /** Files made by this process, until the sweep is over: their rows may not be written yet. */
  #born: Set<string> | undefined = new Set();

  constructor(root: string) {
    this.#root = root;
    mkdirSync(join(root, TEMPORARY), { recursive: true, mode: 0o700 });
  }

  /** Stores the bytes of `source`. When it rejects nothing is left behind. */
  async write(source: ByteSource, options: WriteOptions = {}): Promise<StoredFile> {
    const file = this.#name();
    const temporary = join(this.#root, TEMPORARY, file);
    try {
      const size = await writeDurably(temporary, source, options);
      await this.#place(file, (path) => rename(temporary, path));
      return { file, size };
    } catch (error) {
      await this.#discard(file);
      throw error;
    }
  }

  /** A second name for the bytes of `file`, to be removed on its own. */
  async link(file: string): Promise<string> {
    const name = this.#name();
    const temporary = join(this.#root, TEMPORARY, name);
    const release = this.#lease([file]);
    try {
      await link(this.#path(file), temporary).catch(async () => {
        // No hard links on this file system, or too many of this file.
        await copyFile(this.#path(file), temporary, constants.COPYFILE_FICLONE);
        const handle = await open(temporary, 'r+');
        await handle.sync().finally(() => handle.close());
      });
      await this.#place(name, (path) => rename(temporary, path));
      return name;
    } catch (error) {
      await this.#discard(name);
      throw error;
    } finally {
      release();
    }
  }

  /** The bytes from `start` up to, not including, `end` of the files laid end to end; they stay until the stream closes. */
  read(files: readonly StoredFile[], start: number, end: number): Readable {
    const release = this.#lease(files.map(({ file }) => file));
    const pieces = files.map(({ file, size }) => ({ path: this.#path(file), size }));
    const body = readPieces(pieces, start, end).once('close', release);
    const [whole] = pieces;
    if (pieces.length === 1 && start === 0 && end === whole!.size) bodyOfFile(body, whole!.path);
    return body;
  }

  /** Removes files, those being read when their last reader is done. */
  async remove(files: readonly string[]): Promise<void> {
    for (const file of files) {
      if (this.#readers.has(file)) this.#doomed.add(file);
      else await unlinkIfThere(this.#path(file));
    }
  }

  /** Removes what an earlier process left and nothing names; files of this process are not touched. Returns their number. */
  async sweep(options: SweepOptions): Promise<number> {
    let removed = 0;
    for (const folder of await readdir(this.#root)) {
      for (const file of await readdir(join(this.#root, folder))) {
        if (options.aborted.aborted) return removed;
        if (this.#born?.has(file)) continue;
        if (folder !== TEMPORARY) {
          if (options.isNamed(file)) continue;
          // A row deleted a moment ago comes back when its commit fails.
          await options.settled().catch(() => undefined);
          if (options.isNamed(file) || this.#readers.has(file)) continue;
        }
        await unlinkIfThere(join(this.#root, folder, file));
        removed += 1;
      }
    }
    this.#born = undefined;
    return removed;
  }

  #name(): string {
    const name = randomUUID();
    this.#born?.add(name);
    return name;
  }

  #path(file: string): string {
    return join(this.#root, file.slice(0, 2), file);
  }

  async #discard(file: string): Promise<void> {
    await unlinkIfThere(join(this.#root, TEMPORARY, file));
    await unlinkIfThere(this.#path(file));
  }

  async #place(file: string, move: (path: string) => Promise<void>): Promise<void> {
    const folder = join(this.#root, file.slice(0, 2));
    if (!this.#folders.has(folder)) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await syncFolder(this.#root);
      this.#folders.add(folder);
    }
    await move(this.#path(file));
    await syncFolder(folder);
  }

  #lease(files: readonly string[]): () => void {
    for (const file of files) this.#readers.set(file, (this.#readers.get(file) ?? 0) + 1);
    return () => {
      for (const file of files) {
        const left = (this.#readers.get(file) ?? 1) - 1;
        if (left > 0) {
          this.#readers.set(file, left);
          continue;
        }
        this.#readers.delete(file);
        // A failed unlink leaves an orphan, which the next start sweeps.
        if (this.#doomed.delete(file)) unlinkIfThere(this.#path(file)).catch(() => undefined);
      }
    };
  }
}
