/** Reads single files out of a `model.tar.gz` or `output.tar.gz`. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * @param archive gzipped tar, read once and never held whole
 * @param wanted chooses by the path inside, e.g. `signature.json`
 * @returns the chosen files by path
 */
export async function readArchive(archive: Readable, wanted: (path: string) => boolean): Promise<Map<string, Buffer>> {
  const { Parser } = await import('tar');
  const found = new Map<string, Buffer>();
  const parser = new Parser({
    onReadEntry: (entry) => {
      const path = entry.path.replace(/^\.\//, '');
      if (entry.type !== 'File' || !wanted(path)) {
        entry.resume();
        return;
      }
      const chunks: Buffer[] = [];
      entry.on('data', (chunk: Buffer) => chunks.push(chunk));
      entry.on('end', () => found.set(path, Buffer.concat(chunks)));
    },
  });
  await pipeline(archive, parser as unknown as NodeJS.WritableStream);
  return found;
}
