/**
 * Checkpoints of a host: what S3 has is there when it starts, and what changes there while it runs goes to S3.
 * @source docs - DG:model-checkpoints: a file that is deleted is deleted in S3 too; what others put into S3 meanwhile stays there
 */
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { EffectContext } from '../../../engine/engine.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { clientError } from '../client-error.ts';
import { jobPrincipal, type RoleCaller } from '../job-principal.ts';
import { parseS3Uri } from '../s3-uri.ts';
import { layFiles } from './channel-files.ts';
import { listPrefix, type ChannelReader } from './channel-source.ts';
import { checkpointRecord, hostFolder } from './training-folders.ts';
import type { TrainingJob } from './training-job-table.ts';

const DEFAULT_PATH = '/opt/ml/checkpoints';

/** Relative to `/opt/ml`; undefined for a path that does not lie below it. */
export const checkpointPath = (localPath = DEFAULT_PATH): string | undefined => {
  const path = posix.relative('/opt/ml', posix.normalize(localPath));
  return path === '' || path.startsWith('..') ? undefined : path;
};

/** What a file was when it was uploaded: size and time of change, by path. */
type Synced = Map<string, string>;

const folderOf = (context: EffectContext, job: TrainingJob, host: string): string =>
  join(hostFolder(context, job, host), checkpointPath(job.CheckpointConfig!.LocalPath)!);

/** With a slash at its end, so that objects of a prefix that merely begins alike are none of it. */
const checkpointUri = (job: TrainingJob): string => `${job.CheckpointConfig!.S3Uri!.replace(/\/*$/, '')}/`;

/**
 * Brings the checkpoints in S3 to a host.
 * @throws AwsError ClientError when S3 refuses
 */
export const restoreCheckpoints = async (reader: ChannelReader, job: TrainingJob, host: string): Promise<void> => {
  const { context } = reader;
  const folder = folderOf(context, job, host);
  await mkdir(folder, { recursive: true });
  await layFiles(reader, await listPrefix(reader, checkpointUri(job)), folder);
  await record(context, job, host, await filesBelow(folder));
};

const record = async (context: EffectContext, job: TrainingJob, host: string, synced: Synced): Promise<void> => {
  const file = checkpointRecord(context, job, host);
  await writeFile(`${file}.tmp`, JSON.stringify([...synced]));
  await rename(`${file}.tmp`, file);
};

/** Regular files only: a link could lead to this machine's own. */
const filesBelow = async (folder: string, below = '', found: Synced = new Map()): Promise<Synced> => {
  for (const entry of await readdir(join(folder, below), { withFileTypes: true }).catch(() => [])) {
    const path = posix.join(below, entry.name);
    if (entry.isDirectory()) await filesBelow(folder, path, found);
    else if (entry.isFile()) {
      const state = await withFile(join(folder, path), async (handle) => {
        const { size, mtimeMs, ino } = await handle.stat();
        return `${size}/${mtimeMs}/${ino}`;
      });
      if (state !== undefined) found.set(path, state);
    }
  }
  return found;
};

/** Undefined when the file is gone, or has become something else. */
const withFile = async <T>(
  file: string,
  use: (handle: Awaited<ReturnType<typeof open>>) => Promise<T>,
): Promise<T | undefined> => {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(file, flags).catch(() => undefined);
  if (!handle) return undefined;
  try {
    return (await handle.stat()).isFile() ? await use(handle) : undefined;
  } finally {
    await handle.close();
  }
};

/**
 * Takes one look: uploads what is new or has changed, deletes what is gone. The record of it outlives the plane.
 * @throws AwsError ClientError when S3 refuses
 */
export const syncCheckpoints = async (context: EffectContext, job: TrainingJob, host: string): Promise<void> => {
  const folder = folderOf(context, job, host);
  const { bucket, key: prefix } = parseS3Uri(checkpointUri(job));
  const caller = { principal: jobPrincipal(job.RoleArn!), region: context.ref.region };
  const text = await readFile(checkpointRecord(context, job, host), 'utf8').catch(() => '[]');
  const before = new Map(JSON.parse(text) as [string, string][]);
  const now = await filesBelow(folder);
  const changed = [...now].filter(([path, state]) => before.get(path) !== state);
  const gone = [...before.keys()].filter((path) => !now.has(path));
  if (changed.length === 0 && gone.length === 0) return;
  const after = new Map(before);
  for (const [path, state] of changed) {
    context.aborted.throwIfAborted();
    if (await uploadFile(context, caller, join(folder, path), bucket, `${prefix}${path}`)) after.set(path, state);
  }
  for (const path of gone) {
    await context.plane.call('s3', 'DeleteObject', { Bucket: bucket, Key: `${prefix}${path}` }, caller);
    after.delete(path);
  }
  await record(context, job, host, after);
};

/** False when the file changed under the upload: the next look takes it. */
const uploadFile = async (
  { plane }: EffectContext,
  caller: RoleCaller,
  file: string,
  bucket: string,
  key: string,
): Promise<boolean> => {
  const uploaded = await withFile(file, async (handle) => {
    const { size } = await handle.stat();
    const body = handle.createReadStream({ autoClose: false, ...(size > 0 && { start: 0, end: size - 1 }) });
    try {
      const put = { Bucket: bucket, Key: key, Body: size > 0 ? body : Buffer.alloc(0), ContentLength: size };
      await plane.call('s3', 'PutObject', put, caller);
      return true;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      if (error.code === 'IncompleteBody') return false;
      throw clientError(`Checkpoint upload failed: ${error.message}`);
    } finally {
      body.destroy();
    }
  });
  return uploaded ?? false;
};
