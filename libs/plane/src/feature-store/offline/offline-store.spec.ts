import { CreateBucketCommand, DeleteBucketCommand } from '@aws-sdk/client-s3';
import {
  DeleteFeatureGroupCommand,
  DescribeFeatureGroupCommand,
  UpdateFeatureGroupCommand,
  type CreateFeatureGroupCommandInput,
  type DescribeFeatureGroupCommandOutput,
} from '@aws-sdk/client-sagemaker';
import { DeleteRecordCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { controlClient, type ControlClient } from '../../services/control/control-client.ts';
import {
  createFeatureGroup,
  FEATURE_BUCKET,
  FEATURE_ROLE,
  putRecord,
  withOfflineStore,
} from '../../testing/feature-group-fixtures.ts';
import { offlineKeys, queryOffline, untilOffline } from '../../testing/offline-store.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { withPlane } from '../../testing/with-plane.ts';

type Group = DescribeFeatureGroupCommandOutput;

describe('the offline store', () => {
  const plane = withPlane();
  const control = (): ControlClient => controlClient({ url: plane.url, credentials: plane.accounts[0]! });
  const make = (name: string, more: Partial<CreateFeatureGroupCommandInput> = {}): Promise<Group> =>
    createFeatureGroup(plane.clients(), name, { ...withOfflineStore, ...more });
  const put = (group: Group, values: Record<string, string>): Promise<unknown> =>
    putRecord(plane.clients(), group.FeatureGroupName!, values);
  const makeBucket = async (Bucket: string): Promise<void> => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket }));
  };
  const keys = (group: Group): Promise<string[]> => offlineKeys(plane.clients(), group);
  const query = (group: Group, sql: string) => queryOffline(plane.clients(), group, sql);
  const describeGroup = (group: Group) =>
    plane.clients().sagemaker.send(new DescribeFeatureGroupCommand({ FeatureGroupName: group.FeatureGroupName }));
  const pass = (seconds: number): void => void plane.clock.set({ time: plane.clock.now() + seconds * 1000 });
  const flushed = (group: Group, records: number): Promise<boolean> => untilOffline(plane.clients(), group, records);

  beforeAll(() => makeBucket(FEATURE_BUCKET));
  beforeEach(() => control().setOfflineStoreLag({ Seconds: 0 }));

  it('keeps hourly partitions by event time, in AWS’s layout, as the role of the group', async () => {
    const group = await make('layout');
    for (const [user_id, event_time] of [
      ['a', '1735689599'],
      ['b', '1735689600'],
      ['c', '1735693199.999'],
      ['d', '1735693200.5'],
      ['e', '1735690000'],
    ] as const) {
      await put(group, { user_id, event_time });
    }
    await flushed(group, 5);
    const uri = group.OfflineStoreConfig!.S3StorageConfig!.ResolvedOutputS3Uri!;
    expect(uri).toBe(
      `s3://${FEATURE_BUCKET}/offline/111111111111/sagemaker/us-east-1/offline-store/layout-${Math.floor(group.CreationTime!.getTime() / 1000)}/data`,
    );
    const found = await keys(group);
    for (const key of found) {
      expect(key).toMatch(/^year=\d{4}\/month=\d\d\/day=\d\d\/hour=\d\d\/\d{8}T\d{6}Z_[0-9A-Za-z]{16}\.parquet$/);
    }
    expect(new Set(found.map((key) => key.replace(/\/[^/]*$/, '')))).toEqual(
      new Set([
        'year=2024/month=12/day=31/hour=23',
        'year=2025/month=01/day=01/hour=00',
        'year=2025/month=01/day=01/hour=01',
      ]),
    );
    expect(found.some((key) => key.includes('hour=01/20250101T010000Z_'))).toBe(true);
    const { RoleUsage } = await control().listRoleUsage({ RoleName: 'FeatureStore' });
    expect(RoleUsage.map(({ Action }) => Action)).toContain('s3:PutObject');
    expect(RoleUsage.every(({ RoleArn }) => RoleArn === FEATURE_ROLE)).toBe(true);
  });

  it('puts the records of an hour that come together into one object, named by the latest', async () => {
    await control().setOfflineStoreLag({ Seconds: 900 });
    const group = await make('together');
    await put(group, { user_id: 'a', event_time: '1735693000.9' });
    await put(group, { user_id: 'b', event_time: '1735690000' });
    pass(900);
    await flushed(group, 2);
    expect(await keys(group)).toEqual([
      expect.stringMatching(/^year=2025\/month=01\/day=01\/hour=00\/20250101T005640Z_/) as string,
    ]);
  });

  it('keeps every value, null, duplicate and deletion', async () => {
    const group = await make('values');
    const record = {
      user_id: 'é 漢字 🎬 "\\',
      event_time: '1735689600.125',
      watch_count: '9223372036854775807',
      mean_rating: '-0.1',
    };
    await put(group, record);
    await put(group, record);
    await put(group, {
      user_id: 'older',
      event_time: '1000',
      watch_count: '-9223372036854775808',
      mean_rating: '1e-320',
    });
    await put(group, { user_id: 'half \ud83c', event_time: '0' });
    await plane.clients().featureStore.send(
      new DeleteRecordCommand({
        FeatureGroupName: 'values',
        RecordIdentifierValueAsString: record.user_id,
        EventTime: '1735689700',
      }),
    );
    await flushed(group, 5);
    const rows = await query(
      group,
      'select user_id, event_time, watch_count, mean_rating, is_deleted from offline order by event_time',
    );
    const kept = {
      ...{ user_id: record.user_id, event_time: 1735689600.125, watch_count: '9223372036854775807', mean_rating: -0.1 },
      is_deleted: false,
    };
    expect(rows).toEqual([
      { user_id: 'half \ufffd', event_time: 0, watch_count: null, mean_rating: null, is_deleted: false },
      {
        user_id: 'older',
        event_time: 1000,
        watch_count: '-9223372036854775808',
        mean_rating: 1e-320,
        is_deleted: false,
      },
      kept,
      kept,
      { user_id: record.user_id, event_time: 1735689700, watch_count: null, mean_rating: null, is_deleted: true },
    ]);
    expect(await query(group, 'select column_name, column_type from (describe select * from offline)')).toEqual(
      [
        ['user_id', 'VARCHAR'],
        ['event_time', 'DOUBLE'],
        ['watch_count', 'BIGINT'],
        ['mean_rating', 'DOUBLE'],
        ['write_time', 'TIMESTAMP'],
        ['api_invocation_time', 'TIMESTAMP'],
        ['is_deleted', 'BOOLEAN'],
      ].map(([column_name, column_type]) => ({ column_name, column_type })),
    );
  });

  it('keeps event times that are texts as they are, and partitions by them', async () => {
    const group = await make('texts', {
      FeatureDefinitions: [
        { FeatureName: 'user_id', FeatureType: 'String' },
        { FeatureName: 'event_time', FeatureType: 'String' },
      ],
    });
    await put(group, { user_id: 'a', event_time: '2025-02-28T23:59:59.999Z' });
    await put(group, { user_id: 'b', event_time: '2025-03-01T00:00:00Z' });
    await flushed(group, 2);
    expect((await keys(group)).map((key) => key.split('_')[0])).toEqual([
      'year=2025/month=02/day=28/hour=23/20250228T235959Z',
      'year=2025/month=03/day=01/hour=00/20250301T000000Z',
    ]);
    expect(await query(group, 'select event_time from offline order by 1')).toEqual([
      { event_time: '2025-02-28T23:59:59.999Z' },
      { event_time: '2025-03-01T00:00:00Z' },
    ]);
  });

  it('writes as late as the lag says, by the clock of the plane, over a restart too', async () => {
    await control().setOfflineStoreLag({ Seconds: 900 });
    const group = await make('late');
    const invoked = plane.clock.now();
    await put(group, { user_id: 'a', event_time: '1735689600' });
    pass(890);
    await plane.restart();
    await put(group, { user_id: 'b', event_time: '1735689600' });
    expect(await keys(group)).toEqual([]);
    expect((await control().getPlaneStatus()).OfflineStoreLagSeconds).toBe(900);
    pass(11);
    await flushed(group, 2);
    const [row] = await query(
      group,
      `select epoch_ms(api_invocation_time) as invoked, epoch_ms(write_time) as written from offline where user_id = 'a'`,
    );
    expect(Math.abs(Number(row!['invoked']) - invoked)).toBeLessThan(5000);
    expect(Number(row!['written']) - invoked).toBeGreaterThanOrEqual(900_000);
    await put(group, { user_id: 'c', event_time: '1735689600' });
    await control().setOfflineStoreLag({ Seconds: 0 });
    await flushed(group, 3);
  });

  it('has null in a feature that was added later', async () => {
    await control().setOfflineStoreLag({ Seconds: 900 });
    const group = await make('grown');
    await put(group, { user_id: 'a', event_time: '1735689600', watch_count: '1' });
    await plane.clients().sagemaker.send(
      new UpdateFeatureGroupCommand({
        FeatureGroupName: 'grown',
        FeatureAdditions: [{ FeatureName: 'city', FeatureType: 'String' }],
      }),
    );
    await waitFor(async () => (await describeGroup(group)).LastUpdateStatus?.Status === 'Successful');
    await put(group, { user_id: 'b', event_time: '1735689601', city: 'Bonn' });
    pass(900);
    await flushed(group, 2);
    expect(await query(group, 'select user_id, city from offline order by 1')).toEqual([
      { user_id: 'a', city: null },
      { user_id: 'b', city: 'Bonn' },
    ]);
  });

  it('says that it is blocked while its bucket is gone, and loses nothing', async () => {
    const bucket = 'gone-sagemaker';
    const { s3 } = plane.clients();
    await makeBucket(bucket);
    const group = await make('blocked', {
      OfflineStoreConfig: { S3StorageConfig: { S3Uri: `s3://${bucket}` } },
    });
    expect(group.OfflineStoreStatus).toEqual({ Status: 'Active' });
    await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
    await put(group, { user_id: 'a', event_time: '1735689600' });
    const status = await waitFor(async () => {
      const { OfflineStoreStatus } = await describeGroup(group);
      return OfflineStoreStatus?.Status === 'Blocked' && OfflineStoreStatus;
    });
    expect(status.BlockedReason).toBe('The specified bucket does not exist');
    await makeBucket(bucket);
    await put(group, { user_id: 'b', event_time: '1735689600' });
    pass(600);
    await flushed(group, 2);
    expect((await describeGroup(group)).OfflineStoreStatus).toEqual({ Status: 'Active' });
  });

  it('gets what was acknowledged before its group was deleted', async () => {
    const group = await make('deleted');
    await put(group, { user_id: 'a', event_time: '1735689600' });
    await plane.clients().sagemaker.send(new DeleteFeatureGroupCommand({ FeatureGroupName: 'deleted' }));
    await waitFor(async () => {
      pass(1);
      return describeGroup(group).then(
        () => false,
        () => true,
      );
    });
    expect(await query(group, 'select user_id from offline')).toEqual([{ user_id: 'a' }]);
  });
});
