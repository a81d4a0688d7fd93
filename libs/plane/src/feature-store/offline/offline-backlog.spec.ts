import { spawnSync } from 'node:child_process';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { DescribeFeatureGroupCommandOutput } from '@aws-sdk/client-sagemaker';
import { BatchWriteRecordCommand, type BatchWriteRecordEntry } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createFeatureGroup,
  FEATURE_BUCKET,
  recordOf,
  setOfflineLag,
  withOfflineStore,
} from '../../testing/feature-group-fixtures.ts';
import { offlineKeys, queryOffline, untilOffline } from '../../testing/offline-store.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { withPlane } from '../../testing/with-plane.ts';

/** Ends the process that writes Parquet for the planes of this file; false when there is none. */
const killParquetWriter = (): boolean => {
  const { stdout } = spawnSync('pgrep', ['-P', String(process.pid), '-f', '@duckdb/node-api'], { encoding: 'utf8' });
  for (const pid of stdout.split('\n').filter(Boolean)) process.kill(Number(pid), 'SIGKILL');
  return stdout !== '';
};

describe('a backlog of the offline store', () => {
  const plane = withPlane();
  const make = (name: string): Promise<DescribeFeatureGroupCommandOutput> =>
    createFeatureGroup(plane.clients(), name, { ...withOfflineStore, OnlineStoreConfig: { EnableOnlineStore: false } });
  const count = (group: DescribeFeatureGroupCommandOutput) =>
    queryOffline(plane.clients(), group, 'select count(distinct user_id) as users, count(*) as n from offline');

  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: FEATURE_BUCKET }));
    await setOfflineLag(plane, 900);
  });

  /** Writes `rows` records, by requests of 25 each, into the hours since 2025 that their numbers give. */
  const writeBacklog = async (name: string, rows: number, hourOf: (id: number) => number): Promise<void> => {
    const entryOf = (id: number): BatchWriteRecordEntry => ({
      FeatureGroupName: name,
      Record: recordOf({ user_id: String(id), event_time: String(1735689600 + hourOf(id) * 3600) }),
    });
    for (let first = 0; first < rows; first += 250) {
      await Promise.all(
        Array.from({ length: 10 }, (_, part) =>
          plane.clients().featureStore.send(
            new BatchWriteRecordCommand({
              Entries: Array.from({ length: 25 }, (_row, index) => entryOf(first + part * 25 + index)),
            }),
          ),
        ),
      );
    }
  };

  it('is divided into objects of a bounded size, and writes each record once', async () => {
    const group = await make('backlog');
    const rows = 25_000;
    const HOURS = 50;
    await writeBacklog('backlog', rows, (id) => (id % 2 ? 0 : id % HOURS)); // half of them in one hour
    plane.clock.set({ time: plane.clock.now() + 900_000 });
    await untilOffline(plane.clients(), group, rows);
    expect(await count(group)).toEqual([{ users: String(rows), n: String(rows) }]);
    expect((await offlineKeys(plane.clients(), group)).length).toBe(HOURS / 2 - 1 + 2);
  }, 60_000);

  it('is written once when some hours of a flush fail while another is at work', async () => {
    const group = await make('interrupted');
    const rows = 10_000;
    // As many small hours as are written at a time, then a large one.
    await writeBacklog('interrupted', rows, (id) => (id < 4 ? id : 4));
    killParquetWriter(); // of an earlier flush: a new one takes its time to start
    plane.clock.set({ time: plane.clock.now() + 900_000, scale: 1000 }); // what failed is tried again at once
    await waitFor(killParquetWriter);
    await untilOffline(plane.clients(), group, rows);
    plane.clock.set({ scale: 1 });
    expect(await count(group)).toEqual([{ users: String(rows), n: String(rows) }]);
  }, 60_000);
});
