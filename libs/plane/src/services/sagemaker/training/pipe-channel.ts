/** A channel in Pipe mode: what the feeder of the host's pipe reads, laid out before the host starts. */
import type { Channel } from '@aws-sdk/client-sagemaker';
import { createWriteStream } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { augmentedRecords, type RecordPart } from './augmented-manifest.ts';
import { copyBody, linkOrCopyBody, type SaveBody } from './channel-files.ts';
import { downloadFailed, listChannel, openObject, shardOf, shardPlace, type ChannelReader } from './channel-source.ts';
import { pipeFolder } from './host-start.ts';
import { LONGEST_RECORD, recordHeader, recordPadding } from './record-io.ts';
import type { TrainingJob } from './training-job-table.ts';

const unzipped: SaveBody = async (body, file, signal) => {
  await pipeline(body, createGunzip(), createWriteStream(file), { signal }).catch((error: unknown) => {
    if (!String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw error;
    throw downloadFailed('the data is not compressed with Gzip.');
  });
};

/**
 * Lays the channel's records out below `folder`, which stands for the host's `/opt/ml`.
 * @throws AwsError ClientError when an object cannot be read or unpacked
 */
export const layPipe = async (
  reader: ChannelReader,
  channel: Channel,
  job: TrainingJob,
  host: string,
  folder: string,
): Promise<void> => {
  const here = join(folder, pipeFolder(channel.ChannelName!));
  await mkdir(here, { recursive: true });
  await mkdir(join(folder, 'input', 'data'), { recursive: true });
  const all = await recordsOf(reader, channel);
  const seed = channel.ShuffleConfig?.Seed;
  const shard = shardPlace(channel, job, host);
  const movesBetweenHosts = seed !== undefined && shard !== undefined;
  const records = movesBetweenHosts ? all : shardOf(all, channel, job, host);
  const plain = reader.links ? linkOrCopyBody : copyBody;
  const store = channel.CompressionType === 'Gzip' ? unzipped : plain;
  const wrapped = channel.RecordWrapperType === 'RecordIO';
  const { aborted } = reader.context;
  let files = 0;
  const keep = async (bytes: Buffer): Promise<string> => {
    const name = String((files += 1));
    await writeFile(join(here, name), bytes);
    return name;
  };
  const lay = async (part: RecordPart): Promise<string[]> => {
    aborted.throwIfAborted();
    if ('text' in part) return wrap(await keep(Buffer.from(part.text)));
    const name = String((files += 1));
    await store(await openObject(reader, part.bucket, part.key), join(here, name), aborted);
    return wrap(name);
  };
  const wrap = async (name: string): Promise<string[]> => {
    if (!wrapped) return [name];
    const { size } = await stat(join(here, name));
    if (size > LONGEST_RECORD) throw downloadFailed('an object is too large for a RecordIO record.');
    const padding = recordPadding(size);
    return [await keep(recordHeader(size)), name, ...(padding > 0 ? [await keep(Buffer.alloc(padding))] : [])];
  };
  const lines: string[] = [];
  for (const parts of records) {
    const names: string[] = [];
    for (const part of parts) names.push(...(await lay(part)));
    lines.push(`${names.join(' ')}\n`);
  }
  await writeFile(join(here, 'records'), lines.join(''));
  if (seed !== undefined) await writeFile(join(here, 'seed'), `${Math.abs(seed) % 2_147_483_647}\n`);
  if (movesBetweenHosts) await writeFile(join(here, 'shard'), `${shard.place} ${shard.hosts}\n`);
};

/** Of a manifest's line all attributes stay together; else each object is a record. */
const recordsOf = async (reader: ChannelReader, channel: Channel): Promise<readonly (readonly RecordPart[])[]> => {
  const source = channel.DataSource!.S3DataSource!;
  if (source.S3DataType === 'AugmentedManifestFile') return augmentedRecords(reader, source);
  return (await listChannel(reader, source)).map((item) => [item]);
};
