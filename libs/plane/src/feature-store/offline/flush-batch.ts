/** Writes a batch of an hour's pending rows as one Parquet object; then they are no longer pending. */
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { PlaneServices, Principal } from '../../service.ts';
import type { FeatureColumn } from './parquet-query.ts';
import type { ParquetWriter } from './parquet-writer.ts';
import { objectName } from './object-key.ts';
import { removePending } from './pending-partitions.ts';
import { writeRowsFile } from './rows-file.ts';

export interface OfflineGroup {
  readonly id: number;
  readonly accountId: string;
  readonly features: readonly FeatureColumn[];
  readonly bucket: string;
  /** With a slash at its end. */
  readonly prefix: string;
  readonly principal: Principal;
  readonly region: string;
}

export interface FlushTools {
  readonly plane: PlaneServices;
  readonly writer: ParquetWriter;
  /** A folder for files on their way. */
  readonly folder: string;
}

interface HourOrder {
  readonly hour: number;
  /** Rows up to this one. */
  readonly upTo: number;
  readonly writeTime: number;
}

/**
 * Writes one batch. An object is named by the rows in it, which are the same as long as they are pending: whoever is
 * killed before they are removed writes the same object again.
 * @returns whether there was one
 * @throws AwsError what S3 answers
 */
export const flushBatch = async (tools: FlushTools, group: OfflineGroup, order: HourOrder): Promise<boolean> => {
  const { plane, writer, folder } = tools;
  const { hour, upTo, writeTime } = order;
  const from = join(folder, `${randomUUID()}.json`);
  const to = join(folder, `${randomUUID()}.parquet`);
  try {
    const batch = await writeRowsFile(plane.store, from, { groupId: group.id, hour, upTo });
    if (!batch) return false;
    await writer.write({ from, to, features: group.features, writeTime });
    const identity = `${group.accountId}/${group.region}/${group.id}/${batch.first}-${batch.last}`;
    const { size } = await stat(to);
    const body = createReadStream(to);
    const object = { Bucket: group.bucket, Key: group.prefix + objectName(hour, batch.latest, identity) };
    try {
      await plane.call('s3', 'PutObject', { ...object, Body: body, ContentLength: size }, group);
    } finally {
      body.destroy();
    }
    plane.store.transaction(() => removePending(plane.store, group.id, hour, batch.last));
    await plane.store.committed();
    return true;
  } finally {
    await Promise.all([from, to].map((path) => rm(path, { force: true })));
  }
};
