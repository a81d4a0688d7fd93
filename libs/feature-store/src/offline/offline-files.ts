/** The Parquet files of a group's offline store, local, without the hours that a time range leaves out. */
import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { FeatureGroup } from '../groups/feature-group.ts';
import { cacheFolder } from './cache-folder.ts';
import { fetchObjects, type Fetched, type ObjectCache, type ObjectVersion } from './object-cache.ts';
import { offlineLocation, type OfflineLocation } from './offline-location.ts';
import { hourOf, hourWithin, startAfter, type TimeRange } from './partition.ts';

/** As many clients as reading the offline store takes. */
export interface OfflineClients {
  readonly s3: S3Client;
  readonly sagemaker: SageMakerClient;
}

export interface CacheOptions {
  /** The folder of the cache; `.gradus/cache/offline-store` of the workspace when absent. */
  readonly cache?: string;
  /** Bytes that the cache keeps; 10 GB when absent. */
  readonly cacheLimit?: number;
}

const DEFAULT_LIMIT = 10e9;

export const objectCacheOf = ({ cache, cacheLimit }: CacheOptions): ObjectCache => ({
  folder: cache ?? cacheFolder(),
  limit: cacheLimit ?? DEFAULT_LIMIT,
});

/** The objects of an offline store that can hold records of the range, in the order of their keys: by hour. */
export const listObjects = async (
  s3: S3Client,
  { bucket, prefix }: Pick<OfflineLocation, 'bucket' | 'prefix'>,
  range: TimeRange,
): Promise<ObjectVersion[]> => {
  const found: ObjectVersion[] = [];
  const pages = paginateListObjectsV2(
    { client: s3 },
    {
      Bucket: bucket,
      Prefix: prefix,
      ...(range.from !== undefined && { StartAfter: startAfter(prefix, range.from) }),
    },
  );
  for await (const { Contents = [] } of pages) {
    for (const { Key: key, ETag: etag, Size: size } of Contents) {
      const hour = hourOf(key!);
      if (hour === undefined) continue;
      // Keys sort by hour: none within the range follows.
      if (range.to !== undefined && hour > range.to) return found;
      if (hourWithin(hour, range)) found.push({ bucket, key: key!, etag: etag!, size: size! });
    }
  }
  return found;
};

/**
 * Brings the files of a group here, those that the cache lacks by GetObject.
 * @throws GradusError FEATURE_GROUP_NOT_OFFLINE
 */
export const offlineFiles = async (
  { s3, sagemaker }: OfflineClients,
  group: FeatureGroup,
  range: TimeRange,
  cache: ObjectCache,
): Promise<Fetched> => {
  const objects = await listObjects(s3, await offlineLocation(sagemaker, group), range);
  return fetchObjects(s3, objects, cache);
};
