import { PutRecordCommand, type FeatureValue } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { CreateFeatureGroupCommand } from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import {
  createFeatureGroup,
  featureGroup,
  getRecord,
  putRecord,
  recordOf,
} from '../../testing/feature-group-fixtures.ts';

describe('PutRecord', () => {
  const plane = withPlane();
  const put = (values: Record<string, string | string[]>, more = {}) =>
    putRecord(plane.clients(), 'users', values, more);
  const get = (identifier: string) => getRecord(plane.clients(), 'users', identifier);
  const refused = (values: Record<string, string | string[]>, message: string) =>
    expect(put(values), message).rejects.toMatchObject({
      ...{ name: 'ValidationError', $metadata: { httpStatusCode: 400 } },
      message: expect.stringContaining(message) as string,
    });

  beforeAll(async () => {
    await createFeatureGroup(plane.clients(), 'users');
    await createFeatureGroup(plane.clients(), 'dated', {
      FeatureDefinitions: [
        { FeatureName: 'user_id', FeatureType: 'Integral' },
        { FeatureName: 'event_time', FeatureType: 'String' },
      ],
    });
  });

  describe('serialization', () => {
    it('keeps every text as it is, and gives none where there was none', async () => {
      await put({ mean_rating: '4.50', event_time: '1700000000.5', user_id: 'é "1"', watch_count: '-0' });
      expect(await get('é "1"')).toEqual({
        ...{ user_id: 'é "1"', event_time: '1700000000.5', watch_count: '-0', mean_rating: '4.50' },
      });
      await put({ user_id: 'few', event_time: '1' });
      expect(await get('few')).toEqual({ user_id: 'few', event_time: '1' });
    });

    it('takes the ARN of a group', async () => {
      const arn = 'arn:aws:sagemaker:us-east-1:111111111111:feature-group/users';
      await putRecord(plane.clients(), arn, { user_id: 'by-arn', event_time: '1' });
      expect(await get('by-arn')).toBeDefined();
    });
  });

  describe('validation', () => {
    const now = '1700000000';

    it('refuses values of another type', async () => {
      for (const value of ['1.5', 'one', '', ' 1', '9223372036854775808', '1e3']) {
        await refused({ user_id: 'a', event_time: now, watch_count: value }, 'cannot be parsed as Integral');
      }
      for (const value of ['one', '', '1,5', 'NaN', 'Infinity', '1e999', '0x1']) {
        await refused({ user_id: 'a', event_time: now, mean_rating: value }, 'cannot be parsed as Fractional');
      }
      await put({ user_id: 'a', event_time: now, watch_count: '-9223372036854775808', mean_rating: '-1.5e-3' });
    });

    it('refuses event times that are none', async () => {
      for (const time of ['2024-01-01T00:00:00Z', '-1', '', '1e12', 'now']) {
        await expect(put({ user_id: 'a', event_time: time })).rejects.toMatchObject({ name: 'ValidationError' });
      }
      const dated = (time: string) => putRecord(plane.clients(), 'dated', { user_id: '1', event_time: time });
      await dated('2024-02-29T23:59:59Z');
      await dated('2024-02-29T23:59:59.123Z');
      for (const time of [
        '2023-02-29T00:00:00Z',
        '2024-01-01',
        '2024-01-01T00:00:00+01:00',
        '2024-01-01T24:00:01Z',
        '1',
      ]) {
        await expect(dated(time), time).rejects.toMatchObject({ name: 'ValidationError' });
      }
    });

    it('refuses a record without identifier or event time, with unknown or repeated features', async () => {
      await refused({ event_time: now }, 'lacks the record identifier feature user_id');
      await refused({ user_id: '', event_time: now }, 'must not be empty');
      await refused({ user_id: 'a' }, 'lacks the EventTime feature event_time');
      await refused({ user_id: 'a', event_time: now, nobody: '1' }, 'Feature nobody is not in');
      const Record: FeatureValue[] = [...recordOf({ user_id: 'a', event_time: now }), ...recordOf({ user_id: 'b' })];
      await expect(
        plane.clients().featureStore.send(new PutRecordCommand({ FeatureGroupName: 'users', Record })),
      ).rejects.toMatchObject({ name: 'ValidationError' });
    });

    it('refuses a record beyond 350 KB and an identifier beyond 2 KB', async () => {
      await createFeatureGroup(plane.clients(), 'texts', {
        FeatureDefinitions: [
          { FeatureName: 'user_id', FeatureType: 'String' },
          { FeatureName: 'event_time', FeatureType: 'Fractional' },
          { FeatureName: 'one', FeatureType: 'String' },
          { FeatureName: 'two', FeatureType: 'String' },
        ],
      });
      const text = (size: number, user_id = 'a') =>
        putRecord(plane.clients(), 'texts', {
          user_id,
          event_time: now,
          one: 'é'.repeat(size / 4),
          two: 'x'.repeat(size / 2),
        });
      await text(350_000);
      await expect(text(360_000)).rejects.toMatchObject({ name: 'ValidationError' });
      await text(4, 'u'.repeat(2048));
      await expect(text(4, 'u'.repeat(2049))).rejects.toMatchObject({ name: 'ValidationError' });
    });

    it('refuses a list for a feature that is no collection, and a store that the group lacks', async () => {
      await refused({ user_id: 'a', event_time: now, watch_count: ['1'] }, 'is no collection');
      await expect(put({ user_id: 'a', event_time: now }, { TargetStores: ['OfflineStore'] })).rejects.toMatchObject({
        name: 'ValidationError',
      });
    });

    it('refuses an unknown group, another account and a group that failed', async () => {
      await expect(putRecord(plane.clients(), 'nobody', { user_id: 'a', event_time: now })).rejects.toMatchObject({
        ...{ name: 'ValidationError', $metadata: { httpStatusCode: 400 } },
        message: "Resource Not Found: Amazon SageMaker can't find a FeatureGroup with name nobody",
      });
      await expect(putRecord(plane.clients(1), 'users', { user_id: 'a', event_time: now })).rejects.toThrow(
        'Resource Not Found',
      );
      const arn = 'arn:aws:sagemaker:us-east-1:111111111111:feature-group/users';
      await expect(putRecord(plane.clients(1), arn, { user_id: 'a', event_time: now })).rejects.toMatchObject({
        ...{ name: 'AccessForbidden', $metadata: { httpStatusCode: 403 } },
      });
      await plane.clients(1).sagemaker.send(new CreateFeatureGroupCommand(featureGroup('users')));
      expect(await getRecord(plane.clients(0), 'users', 'nobody')).toBeUndefined();
    });
  });

  describe('behaviour', () => {
    plane.executes(
      'sagemaker-featurestore-runtime:PutRecord',
      { seenBy: 'sagemaker-featurestore-runtime:GetRecord', title: 'keeps the record of the latest event time, whole' },
      async () => {
        await put({ user_id: '1', event_time: '100', watch_count: '1', mean_rating: '2' });
        await put({ user_id: '1', event_time: '99.9', watch_count: '2' });
        await put({ user_id: '1', event_time: '100.0', watch_count: '3' });
        expect(await get('1')).toEqual({ user_id: '1', event_time: '100', watch_count: '1', mean_rating: '2' });
        await put({ user_id: '1', event_time: '100.001', watch_count: '4' });
        expect(await get('1')).toEqual({ user_id: '1', event_time: '100.001', watch_count: '4' });
      },
    );

    it('compares event times, not their texts', async () => {
      const dated = (time: string) => putRecord(plane.clients(), 'dated', { user_id: '7', event_time: time });
      await dated('2024-01-01T00:00:00.900Z');
      await dated('2024-01-01T00:00:00Z');
      expect(await getRecord(plane.clients(), 'dated', '7')).toMatchObject({ event_time: '2024-01-01T00:00:00.900Z' });
    });
  });
});
