/** Which of the two stores a write reaches. */
import {
  BatchWriteRecordCommand,
  DeleteRecordCommand,
  UpdateRecordCommand,
  type DeleteRecordCommandInput,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import type { DescribeFeatureGroupCommandOutput } from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createFeatureGroup,
  FEATURE_BUCKET,
  getRecord,
  putRecord,
  recordOf,
  withOfflineStore,
} from '../../testing/feature-group-fixtures.ts';
import { withPlane } from '../../testing/index.ts';
import { queryOffline, untilOffline } from '../../testing/offline-store.ts';

describe('the stores that a write reaches', () => {
  const plane = withPlane();
  const put = (group: string, event_time: string, more = {}) =>
    putRecord(plane.clients(), group, { user_id: '1', event_time, watch_count: event_time }, more);
  const remove = (FeatureGroupName: string, EventTime: string, more: Partial<DeleteRecordCommandInput> = {}) =>
    plane
      .clients()
      .featureStore.send(
        new DeleteRecordCommand({ FeatureGroupName, RecordIdentifierValueAsString: '1', EventTime, ...more }),
      );
  const online = async (group: string) => (await getRecord(plane.clients(), group, '1'))?.['event_time'];
  /** Event time, count and whether it is a marker of a deletion, of each row in the order of acknowledgement. */
  const offline = async (group: DescribeFeatureGroupCommandOutput, rows: number) => {
    await untilOffline(plane.clients(), group, rows);
    const sql = 'select event_time, watch_count, is_deleted from offline order by api_invocation_time, event_time desc';
    return (await queryOffline(plane.clients(), group, sql)).map((row) => [
      Number(row['event_time']),
      row['watch_count'] === null ? null : Number(row['watch_count']),
      row['is_deleted'],
    ]);
  };

  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: FEATURE_BUCKET }));
  });

  /** Between two writes, so that their times of arrival differ. */
  const tick = () => plane.clock.set({ time: plane.clock.now() + 1000 });

  it('a historic record goes offline only', async () => {
    const group = await createFeatureGroup(plane.clients(), 'historic', withOfflineStore);
    for (const time of ['20', '10', '20']) {
      await put('historic', time);
      tick();
    }
    expect(await online('historic')).toBe('20');
    expect(await offline(group, 3)).toEqual([
      [20, 20, false],
      [10, 10, false],
      [20, 20, false],
    ]);
  });

  it('a record that has expired already goes offline only', async () => {
    const group = await createFeatureGroup(plane.clients(), 'expired', withOfflineStore);
    await put('expired', '20', { TtlDuration: { Unit: 'Seconds', Value: 1 } });
    expect(await online('expired')).toBeUndefined();
    expect(await offline(group, 1)).toEqual([[20, 20, false]]);
  });

  it('a write reaches the stores that it names', async () => {
    const group = await createFeatureGroup(plane.clients(), 'named', withOfflineStore);
    await put('named', '20', { TargetStores: ['OnlineStore'] });
    await put('named', '30', { TargetStores: ['OfflineStore'] });
    tick();
    expect(await online('named')).toBe('20');
    const Entries = [
      {
        FeatureGroupName: 'named',
        Record: recordOf({ user_id: '1', event_time: '40' }),
        TargetStores: ['OfflineStore' as const],
      },
      {
        FeatureGroupName: 'named',
        Record: recordOf({ user_id: '1', event_time: '25' }),
        TargetStores: ['OnlineStore' as const],
      },
    ];
    await plane.clients().featureStore.send(new BatchWriteRecordCommand({ Entries }));
    tick();
    expect(await online('named')).toBe('25');
    await remove('named', '50', { TargetStores: ['OfflineStore'] });
    tick();
    expect(await online('named')).toBe('25');
    await remove('named', '60', { TargetStores: ['OnlineStore'] });
    expect(await online('named')).toBeUndefined();
    expect(await offline(group, 3)).toEqual([
      [30, 30, false],
      [40, null, false],
      [50, null, true],
    ]);
  });

  it('a deletion leaves a marker offline, unless it is hard and refused', async () => {
    const group = await createFeatureGroup(plane.clients(), 'deleted', withOfflineStore);
    await put('deleted', '20');
    tick();
    await remove('deleted', '10');
    tick();
    await expect(remove('deleted', '15', { DeletionMode: 'HardDelete' })).rejects.toThrow('EventTime');
    expect(await online('deleted')).toBe('20');
    await remove('deleted', '30', { DeletionMode: 'HardDelete' });
    expect(await online('deleted')).toBeUndefined();
    expect(await offline(group, 3)).toEqual([
      [20, 20, false],
      [10, null, true],
      [30, null, true],
    ]);
  });

  it('an update leaves the whole record offline', async () => {
    const OnlineStoreConfig = { EnableOnlineStore: true, StorageType: 'Standard_V2' as const };
    const group = await createFeatureGroup(plane.clients(), 'updated', { ...withOfflineStore, OnlineStoreConfig });
    await put('updated', '20');
    tick();
    const input = { FeatureGroupName: 'updated', RecordIdentifierValueAsString: '1' };
    const Features = recordOf({ event_time: '21' });
    await plane.clients().featureStore.send(new UpdateRecordCommand({ ...input, Features }));
    expect(await offline(group, 2)).toEqual([
      [20, 20, false],
      [21, 20, false],
    ]);
  });

  it('a group with one store has no other', async () => {
    const group = await createFeatureGroup(plane.clients(), 'offline', {
      ...{ ...withOfflineStore, OnlineStoreConfig: undefined },
    });
    await put('offline', '20');
    expect(await offline(group, 1)).toEqual([[20, 20, false]]);
    await expect(put('offline', '21', { TargetStores: ['OnlineStore'] })).rejects.toMatchObject({
      name: 'ValidationError',
    });
    await expect(online('offline')).rejects.toMatchObject({ name: 'ValidationError' });
  });
});
