/** Writes a stream to a file in large blocks: hashes one block while the one before goes to the disk, and ends with fsync. */
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffersPassed } from './objects-garbage.ts';

/** What sees every byte on its way to the disk; `node:crypto`'s hashes are digests. */
export interface Digest {
  update(chunk: Uint8Array): unknown;
}

export interface WriteOptions {
  readonly digests?: readonly Digest[];
  /** Called with the number of bytes so far; what it throws ends the write. */
  readonly check?: (size: number) => void;
}

export type ByteSource = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Most objects are small: only one that outgrows this gets the two large blocks. */
const FIRST_BLOCK_BYTES = 64 * 1024;
const BLOCK_BYTES = 1024 * 1024;
/** The disk is kept busy while bytes still arrive, so that the fsync at the end finds little left. */
const SYNC_EVERY_BYTES = 32 * 1024 * 1024;

const writeFully = async (handle: FileHandle, block: Uint8Array, position: number): Promise<void> => {
  for (let written = 0; written < block.length;) {
    const { bytesWritten } = await handle.write(block, written, block.length - written, position + written);
    written += bytesWritten;
  }
};

/** Iterates without destroying the stream at an early end: an HTTP request's socket still has to carry the answer. */
const chunksOf = (source: ByteSource): ByteSource => {
  if (!(source instanceof Readable)) return source;
  // The iterator listens once it is asked for a chunk; a client that goes away before must not end the process.
  source.on('error', () => undefined);
  return source.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
};

/**
 * Creates `file` (it must not exist) with the bytes of `source` and resolves with their number once they are on disk.
 * Memory stays within two blocks of 1 MiB. On an error the file may be there in part; the caller removes it.
 */
export const writeDurably = async (file: string, source: ByteSource, options: WriteOptions = {}): Promise<number> => {
  const chunks = chunksOf(source);
  const handle = await open(file, 'wx', 0o600);
  let block: Buffer = Buffer.allocUnsafeSlow(FIRST_BLOCK_BYTES);
  let spare: Buffer | undefined;
  let filled = 0;
  let size = 0;
  let flushed = 0;
  let synced = 0;
  let syncing: Promise<void> | undefined;
  let writing = Promise.resolve();

  const flush = async (): Promise<void> => {
    await writing;
    const full = block.subarray(0, filled);
    writing = writeFully(handle, full, flushed);
    writing.catch(() => undefined); // whoever awaits `writing` next gets the error
    for (const digest of options.digests ?? []) digest.update(full);
    flushed += filled;
    buffersPassed(filled);
    filled = 0;
    [block, spare] = [spare ?? Buffer.allocUnsafeSlow(BLOCK_BYTES), block.length === BLOCK_BYTES ? block : undefined];
    if (flushed - synced >= SYNC_EVERY_BYTES && !syncing) {
      synced = flushed;
      // Linux tells a failed write-back once per open file: this error must not be lost to the fsync at the end.
      syncing = handle.datasync().then(() => void (syncing = undefined));
      syncing.catch(() => undefined);
    }
  };

  try {
    for await (const chunk of chunks) {
      size += chunk.length;
      options.check?.(size);
      for (let taken = 0; taken < chunk.length;) {
        const piece = chunk.subarray(taken, taken + block.length - filled);
        block.set(piece, filled);
        filled += piece.length;
        taken += piece.length;
        if (filled === block.length) await flush();
      }
    }
    if (filled > 0) await flush();
    await writing;
    await syncing;
    await handle.sync();
    return size;
  } finally {
    await Promise.allSettled([writing, syncing]);
    await handle.close();
  }
};
