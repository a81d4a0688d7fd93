import { ListRecordsCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { createFeatureGroup, putRecord } from '../../testing/feature-group-fixtures.ts';

describe('ListRecords', () => {
  const plane = withPlane();

  plane.executes(
    'sagemaker-featurestore-runtime:ListRecords',
    { seenBy: 'sagemaker-featurestore-runtime:PutRecord', title: 'lists identifiers of records that have not expired' },
    async () => {
      await createFeatureGroup(plane.clients(), 'users');
      const now = plane.clock.now();
      const put = (user_id: string, more = {}) =>
        putRecord(plane.clients(), 'users', { user_id, event_time: String(now / 1000) }, more);
      await put('b');
      await put('a');
      await put('c', { TtlDuration: { Unit: 'Hours', Value: 1 } });
      const list = async () =>
        (await plane.clients().featureStore.send(new ListRecordsCommand({ FeatureGroupName: 'users' })))
          .RecordIdentifiers;
      expect(await list()).toEqual(['a', 'b', 'c']);
      plane.clock.set({ time: now + 3_600_000 });
      expect(await list()).toEqual(['a', 'b']);
    },
  );

  it('refuses an unknown group', async () => {
    await expect(
      plane.clients().featureStore.send(new ListRecordsCommand({ FeatureGroupName: 'nobody' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFound', $metadata: { httpStatusCode: 404 } });
  });
});
