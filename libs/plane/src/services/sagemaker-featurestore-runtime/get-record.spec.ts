import { GetRecordCommand, type TtlDuration } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import {
  createFeatureGroup,
  putRecord,
  recordOf,
  withOfflineStore,
  FEATURE_BUCKET,
} from '../../testing/feature-group-fixtures.ts';
import { CreateBucketCommand } from '@aws-sdk/client-s3';

describe('GetRecord', () => {
  const plane = withPlane();
  const get = (more: object, FeatureGroupName = 'users') =>
    plane
      .clients()
      .featureStore.send(new GetRecordCommand({ FeatureGroupName, RecordIdentifierValueAsString: '1', ...more }));
  const hour = 3_600_000;

  beforeAll(async () => {
    await createFeatureGroup(plane.clients(), 'users');
    await putRecord(plane.clients(), 'users', {
      user_id: '1',
      event_time: '100',
      watch_count: '3',
      mean_rating: '4.5',
    });
  });

  plane.executes(
    'sagemaker-featurestore-runtime:GetRecord',
    {
      seenBy: 'sagemaker-featurestore-runtime:PutRecord',
      title: 'gives the features that are asked for, in that order',
    },
    async () => {
      await putRecord(plane.clients(), 'users', { user_id: '2', event_time: '100', watch_count: '3' });
      const asked = { RecordIdentifierValueAsString: '2', FeatureNames: ['mean_rating', 'watch_count', 'user_id'] };
      expect((await get(asked)).Record).toEqual(recordOf({ watch_count: '3', user_id: '2' }));
    },
  );

  it('gives nothing for an identifier that has no record', async () => {
    const answer = await get({ RecordIdentifierValueAsString: 'nobody', ExpirationTimeResponse: 'Enabled' });
    expect(answer.Record).toBeUndefined();
    expect(answer.ExpiresAt).toBeUndefined();
  });

  it('refuses an unknown group, an unknown feature and a group without online store', async () => {
    await expect(get({}, 'nobody')).rejects.toMatchObject({
      ...{ name: 'ResourceNotFound', $metadata: { httpStatusCode: 404 } },
    });
    await expect(get({ FeatureNames: ['nobody'] })).rejects.toMatchObject({ name: 'ValidationError' });
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: FEATURE_BUCKET }));
    await createFeatureGroup(plane.clients(), 'offline', { ...withOfflineStore, OnlineStoreConfig: undefined });
    await expect(get({}, 'offline')).rejects.toMatchObject({ name: 'ValidationError' });
  });

  describe('time to live', () => {
    const put = (time: number, TtlDuration?: TtlDuration) =>
      putRecord(plane.clients(), 'fleeting', { user_id: '1', event_time: String(time / 1000) }, { TtlDuration });
    const shown = () => get({ ExpirationTimeResponse: 'Enabled' }, 'fleeting');
    let start: number;

    beforeAll(async () => {
      const OnlineStoreConfig = { EnableOnlineStore: true, TtlDuration: { Unit: 'Hours' as const, Value: 2 } };
      await createFeatureGroup(plane.clients(), 'fleeting', { OnlineStoreConfig });
      start = plane.clock.now();
    });

    it('hides a record once its group’s time is over, by the plane’s clock', async () => {
      await put(start);
      expect((await shown()).ExpiresAt).toBe(new Date(start + 2 * hour).toISOString());
      expect((await get({}, 'fleeting')).ExpiresAt).toBeUndefined();
      plane.clock.set({ time: start + 2 * hour - 60_000 });
      expect((await shown()).Record).toBeDefined();
      plane.clock.set({ time: start + 2 * hour });
      expect(await shown()).not.toHaveProperty('Record');
    });

    it('lets an older record in where one has expired, and a record’s own time beat its group’s', async () => {
      await put(start - hour, { Unit: 'Days', Value: 1 });
      expect((await shown()).ExpiresAt).toBe(new Date(start + 23 * hour).toISOString());
    });

    it('writes a record that has expired already to no effect', async () => {
      await put(start + hour, { Unit: 'Seconds', Value: 1 });
      expect((await shown()).ExpiresAt).toBe(new Date(start + 23 * hour).toISOString());
    });
  });
});
