/** Data that a run is given: a folder of this machine, uploaded once under the hash of its content, or a place in S3. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { didYouMean } from '@gradus/core';
import { errors } from './errors.ts';

export interface DataChannel {
  /** The channel's name: the job finds it under `/opt/ml/input/data/<name>` and in `SM_CHANNEL_<NAME>`. */
  readonly name: string;
  /** An absolute folder of this machine, or an `s3://` prefix. */
  readonly source: string;
}

/** A folder's content, told by its files. */
export interface FolderContent {
  /** Relative paths, sorted. */
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** Hash over paths and bytes, hex. */
  readonly sha256: string;
}

/**
 * Reads `<channel>=<folder>` or `<channel>=s3://bucket/prefix`.
 * @throws GradusError DATA_CHANNEL_INVALID
 */
export function parseDataChannel(text: string, cwd: string): DataChannel {
  const match = /^([A-Za-z0-9.\-_]{1,64})=(?!s3:\/\/(?:\/|$))(.+)$/.exec(text);
  if (!match) {
    throw errors.make('DATA_CHANNEL_INVALID', `${JSON.stringify(text)} is not a data channel`, {
      got: text,
      allowed: ['<channel>=<folder>', '<channel>=s3://<bucket>/<prefix>'],
      remedy: 'For example --data ratings=./ml-latest-small',
    });
  }
  const [, name, source] = match as unknown as [string, string, string];
  return { name, source: source.startsWith('s3://') ? source : resolve(cwd, source) };
}

/**
 * Holds the channels of a run against those that its model declares: data that the notebook never asks for would be left out in silence.
 * @throws GradusError DATA_CHANNEL_UNKNOWN with the near match and the list; DATA_CHANNEL_INVALID when two have the same name
 */
export function checkChannels(declared: readonly string[], channels: readonly DataChannel[]): void {
  for (const [index, { name, source }] of channels.entries()) {
    if (!declared.includes(name)) {
      throw errors.make('DATA_CHANNEL_UNKNOWN', `${name} is not a data channel of this model`, {
        got: name,
        allowed: declared,
        remedy: didYouMean(name, declared) ?? 'Declare it under notebook.channels in model.ts.',
      });
    }
    const first = channels.findIndex((channel) => channel.name === name);
    if (first === index) continue;
    throw errors.make('DATA_CHANNEL_INVALID', `data channel ${name} is given twice`, {
      got: [channels[first]!.source, source],
      remedy: 'Put the files into one folder, or give the channels different names.',
    });
  }
}

/** @throws GradusError DATA_NOT_FOUND, DATA_EMPTY */
export async function readFolder({ name, source }: DataChannel): Promise<FolderContent> {
  const entry = await stat(source).catch(() => undefined);
  if (!entry?.isDirectory()) {
    throw errors.make('DATA_NOT_FOUND', entry ? `${source} is a file` : `there is no folder ${source}`, {
      got: source,
      allowed: ['a folder'],
      remedy: `Give the folder that holds the files of channel ${name}.`,
    });
  }
  const files = [];
  const hash = createHash('sha256');
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((item) => !item.isDirectory())
    .map((item) => relative(source, join(item.parentPath, item.name)));
  for (const path of paths.sort()) {
    const file = await stat(join(source, path));
    if (!file.isFile()) continue;
    const { size } = file;
    hash.update(`${path}\0${size}\0`);
    await pipeline(createReadStream(join(source, path)), async function (chunks) {
      for await (const chunk of chunks) hash.update(chunk as Buffer);
    });
    files.push({ path, bytes: size });
  }
  if (files.every(({ bytes }) => bytes === 0)) {
    throw errors.make('DATA_EMPTY', `${source} holds ${files.length === 0 ? 'no file' : 'only empty files'}`, {
      got: source,
      remedy: `Put the files of channel ${name} there.`,
    });
  }
  return { files, sha256: hash.digest('hex') };
}
