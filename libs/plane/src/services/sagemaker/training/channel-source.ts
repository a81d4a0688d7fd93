/** Which objects a channel is made of, and which of them each host gets. */
import type { Channel, S3DataSource, TrainingInputMode } from '@aws-sdk/client-sagemaker';
import type { GetObjectCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { EffectContext } from '../../../engine/engine.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { clientError } from '../client-error.ts';
import type { RoleCaller } from '../job-principal.ts';
import { parseS3Uri } from '../s3-uri.ts';
import { groupOf, instanceGroups } from './training-hosts.ts';
import type { TrainingJob } from './training-job-table.ts';

/** What reads S3 on the job's behalf. */
export interface ChannelReader {
  readonly context: EffectContext;
  readonly caller: RoleCaller;
  readonly roleArn: string;
  /** Whether hosts can be given objects themselves, to be read only: without namespaces they could write to them. */
  readonly links: boolean;
}

/** An object of a channel. */
export interface ChannelItem {
  readonly bucket: string;
  readonly key: string;
  /** What the key is relative to in the channel's folder. */
  readonly base: string;
}

export const downloadFailed = (why: string): AwsError => clientError(`Data download failed: ${why}`);

const refused = (error: unknown): never => {
  throw error instanceof AwsError ? downloadFailed(error.message) : error;
};

export const inputModeOf = (channel: Channel, job: TrainingJob): TrainingInputMode =>
  channel.InputMode ?? job.AlgorithmSpecification!.TrainingInputMode!;

const hostsOfChannel = (channel: Channel, job: TrainingJob): readonly string[] => {
  const names = channel.DataSource!.S3DataSource!.InstanceGroupNames;
  const groups = instanceGroups(job.ResourceConfig!);
  return groups.filter(({ name }) => !names?.length || names.includes(name)).flatMap(({ hosts }) => hosts);
};

export const reachesHost = (channel: Channel, job: TrainingJob, host: string): boolean => {
  const names = channel.DataSource!.S3DataSource!.InstanceGroupNames;
  return !names?.length || names.includes(groupOf(job, host).name);
};

/** The host's place among those that share the channel's objects; undefined when each gets all of them. */
export const shardPlace = (
  channel: Channel,
  job: TrainingJob,
  host: string,
): { readonly place: number; readonly hosts: number } | undefined => {
  if (channel.DataSource!.S3DataSource!.S3DataDistributionType !== 'ShardedByS3Key') return undefined;
  const hosts = hostsOfChannel(channel, job);
  return { place: hosts.indexOf(host), hosts: hosts.length };
};

/** What of the channel a host gets: all of it, or every n-th. */
export const shardOf = <Item>(items: readonly Item[], channel: Channel, job: TrainingJob, host: string): Item[] => {
  const shard = shardPlace(channel, job, host);
  return shard ? items.filter((_item, index) => index % shard.hosts === shard.place) : [...items];
};

/** @throws AwsError ClientError when S3 does not give it */
export const openObject = async (
  { context, caller }: ChannelReader,
  bucket: string,
  key: string,
): Promise<Readable> => {
  const { Body } = await context.plane
    .call<GetObjectCommandOutput>('s3', 'GetObject', { Bucket: bucket, Key: key }, caller)
    .catch(refused);
  return Body instanceof Readable ? Body : Readable.from([Body]);
};

/** Every object below a prefix, in the order of keys; folder markers are none. */
export const listPrefix = async (
  { context: { plane, aborted }, caller }: ChannelReader,
  uri: string,
): Promise<ChannelItem[]> => {
  const { bucket, key: prefix } = parseS3Uri(uri);
  const items: ChannelItem[] = [];
  let token: string | undefined;
  do {
    aborted.throwIfAborted();
    const page = await plane
      .call<ListObjectsV2CommandOutput>(
        's3',
        'ListObjectsV2',
        { Bucket: bucket, Prefix: prefix, ContinuationToken: token },
        caller,
      )
      .catch(refused);
    for (const { Key: key } of page.Contents ?? []) {
      if (!key!.endsWith('/')) items.push({ bucket, key: key!, base: baseOf(prefix, key!) });
    }
    token = page.NextContinuationToken;
  } while (token);
  return items;
};

/** A key is laid out below the prefix's last folder. */
const baseOf = (prefix: string, key: string): string => {
  const base =
    prefix.endsWith('/') || key.startsWith(`${prefix}/`)
      ? prefix.replace(/\/?$/, '/')
      : prefix.slice(0, prefix.lastIndexOf('/') + 1);
  return key.startsWith(base) ? base : '';
};

/** The text of a manifest. */
export const readManifest = async (reader: ChannelReader, uri: string): Promise<string> => {
  const { bucket, key } = parseS3Uri(uri);
  return text(await openObject(reader, bucket, key));
};

/** `[{"prefix": "s3://bucket/some/prefix/"}, "relative/path", …]` */
const listManifest = async (reader: ChannelReader, uri: string): Promise<ChannelItem[]> => {
  const manifest = await readManifest(reader, uri);
  const invalid = (): AwsError => downloadFailed(`"${uri}" is not a valid manifest.`);
  let entries: unknown;
  try {
    entries = JSON.parse(manifest);
  } catch {
    throw invalid();
  }
  const [first, ...paths] = Array.isArray(entries) ? (entries as unknown[]) : [];
  const prefix = (first as { prefix?: unknown } | undefined)?.prefix;
  if (typeof prefix !== 'string' || !/^s3:\/\/[^/]/.test(prefix)) throw invalid();
  const { bucket, key: base } = parseS3Uri(prefix);
  return paths.map((path) => {
    if (typeof path !== 'string') throw invalid();
    return { bucket, key: base + path, base };
  });
};

/** @throws AwsError ClientError when nothing is there, or no manifest can be read */
export const listChannel = async (reader: ChannelReader, source: S3DataSource): Promise<ChannelItem[]> => {
  const uri = source.S3Uri!;
  const items = source.S3DataType === 'ManifestFile' ? await listManifest(reader, uri) : await listPrefix(reader, uri);
  if (items.length > 0) return items;
  const { caller, roleArn } = reader;
  throw downloadFailed(
    `No S3 objects found under S3 URL "${uri}" given in input data source. Please ensure that the bucket exists in the selected region (${caller.region}), that objects exist under that S3 prefix, and that the role "${roleArn}" has "s3:ListBucket" permissions on bucket "${parseS3Uri(uri).bucket}".`,
  );
};
