/** Looks into a `model.tar.gz`: that it is one, what it holds, and the hash of its bytes. */
import { createHash } from 'node:crypto';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { errors } from './errors.ts';

export interface Archive {
  /** Of the compressed bytes, hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Paths inside, folders left out. */
  readonly files: readonly string[];
}

/**
 * @param content the compressed bytes, read once and never held whole
 * @param name for the message
 * @throws GradusError ARCHIVE_INVALID
 */
export async function inspectArchive(content: Readable, name: string): Promise<Archive> {
  const { Parser } = await import('tar');
  const hash = createHash('sha256');
  let bytes = 0;
  const files: string[] = [];
  const counted = new PassThrough();
  counted.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      if (entry.type === 'File' || entry.type === 'OldFile') files.push(entry.path.replace(/^\.\//, ''));
      entry.resume();
    },
  });
  try {
    await pipeline(content, counted, createGunzip(), parser as unknown as NodeJS.WritableStream);
  } catch (error) {
    if (!isBroken(error)) throw error;
    throw invalid(name, `it cannot be read as one: ${(error as Error).message}`, error);
  }
  if (files.length === 0) throw invalid(name, 'it holds no file');
  return { sha256: hash.digest('hex'), bytes, files };
}

/** What zlib and tar say of bytes that are not theirs; anything else is a fault of the source. */
const isBroken = (error: unknown): boolean => {
  const { code } = error as NodeJS.ErrnoException & { tarCode?: string };
  return (code !== undefined && /^(?:Z_|TAR_)/.test(code)) || 'tarCode' in (error as object);
};

const invalid = (name: string, why: string, cause?: unknown) =>
  errors.make('ARCHIVE_INVALID', `${name} is not a model.tar.gz: ${why}`, {
    got: name,
    allowed: ['a tar archive with at least one file, compressed by gzip'],
    remedy: 'Make it with: tar -czf model.tar.gz -C <folder of the model> .',
    cause,
  });
