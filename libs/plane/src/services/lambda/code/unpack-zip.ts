/** Reads a package: what it would unpack to, and its files into a folder. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fromBufferPromise, openPromise, type Entry, type ZipFile } from 'yauzl';
import { invalidParameter } from '../errors.ts';

/** AWS's limit of a package with its layers. */
const UNPACKED_BYTES = 262_144_000;

/** @source unverified - the texts for what is no zip file and for what unpacks to too much */
const notAZip = (): Error =>
  invalidParameter('Could not unzip uploaded file. Please check your file, then try to upload again.');

const tooLarge = (): Error => invalidParameter(`Unzipped size must be smaller than ${UNPACKED_BYTES} bytes`);

/** Whatever the zip library refuses, names that lead out of the folder among it, is the caller's fault. */
const reading = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== undefined) throw error;
    throw notAZip();
  }
};

const isLink = (entry: Entry): boolean => ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;

/**
 * Looks at a package's directory.
 * @throws AwsError InvalidParameterValueException for what is no zip file, holds links, or unpacks to more than 250 MB
 */
export const checkZip = (bytes: Buffer): Promise<void> =>
  reading(async () => {
    const zip = await fromBufferPromise(bytes);
    let size = 0;
    for await (const entry of zip.eachEntry()) {
      size += entry.uncompressedSize;
      if (size > UNPACKED_BYTES) throw tooLarge();
      if (isLink(entry)) throw invalidParameter(`The plane does not unpack symbolic links: ${entry.fileName}`);
    }
  });

/** Writes the files of a checked package below `folder`; programs stay programs. */
export const unpackZip = (file: string, folder: string): Promise<void> =>
  reading(async () => {
    const zip = await openPromise(file);
    for await (const entry of zip.eachEntry()) await unpackEntry(zip, entry, folder);
  });

const unpackEntry = async (zip: ZipFile, entry: Entry, folder: string): Promise<void> => {
  const target = join(folder, entry.fileName);
  if (entry.fileName.endsWith('/')) {
    await mkdir(target, { recursive: true });
    return;
  }
  await mkdir(dirname(target), { recursive: true });
  const mode = (entry.externalFileAttributes >>> 16) & 0o111 ? 0o755 : 0o644;
  await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target, { mode }));
};
