import {
  DeleteRecordCommand,
  GetRecordCommand,
  UpdateRecordCommand,
  type UpdateRecordCommandInput,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { createFeatureGroup, getRecord, putRecord, recordOf } from '../../testing/feature-group-fixtures.ts';

describe('UpdateRecord', () => {
  const plane = withPlane();
  const update = (id: string, values: Record<string, string>, more: Partial<UpdateRecordCommandInput> = {}) =>
    plane.clients().featureStore.send(
      new UpdateRecordCommand({
        ...{ FeatureGroupName: 'users', RecordIdentifierValueAsString: id, Features: recordOf(values) },
        ...more,
      }),
    );
  const put = (user_id: string, more = {}) =>
    putRecord(plane.clients(), 'users', { user_id, event_time: '10', watch_count: '1', mean_rating: '2' }, more);
  const get = (identifier: string) => getRecord(plane.clients(), 'users', identifier);

  beforeAll(async () => {
    const OnlineStoreConfig = { EnableOnlineStore: true, StorageType: 'Standard_V2' as const };
    await createFeatureGroup(plane.clients(), 'users', { OnlineStoreConfig });
    await createFeatureGroup(plane.clients(), 'standard');
  });

  plane.executes(
    'sagemaker-featurestore-runtime:UpdateRecord',
    { seenBy: 'sagemaker-featurestore-runtime:GetRecord', title: 'changes what is given, and leaves the rest' },
    async () => {
      await put('1');
      await update('1', { watch_count: '5' });
      expect(await get('1')).toEqual({ user_id: '1', event_time: '10', watch_count: '5', mean_rating: '2' });
      await update('1', { mean_rating: '3', event_time: '11', user_id: '1' });
      expect(await get('1')).toEqual({ user_id: '1', event_time: '11', watch_count: '5', mean_rating: '3' });
      await update('1', { watch_count: '6', event_time: '11' });
      expect(await get('1')).toMatchObject({ watch_count: '6' });
    },
  );

  it('refuses an event time that is older', async () => {
    await put('2');
    await expect(update('2', { event_time: '9.9', watch_count: '7' })).rejects.toMatchObject({
      ...{ name: 'ConflictException', $metadata: { httpStatusCode: 409 } },
    });
    expect(await get('2')).toMatchObject({ watch_count: '1' });
  });

  it('refuses a record that is not there, or no more', async () => {
    await expect(update('nobody', { watch_count: '1' })).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await put('3');
    const input = { FeatureGroupName: 'users', RecordIdentifierValueAsString: '3', EventTime: '11' };
    await plane.clients().featureStore.send(new DeleteRecordCommand(input));
    await expect(update('3', { watch_count: '1' })).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  it('refuses Standard storage, another identifier, wrong values and a time to live without event time', async () => {
    await put('4');
    const refused = { name: 'ValidationError' };
    await putRecord(plane.clients(), 'standard', { user_id: '4', event_time: '10' });
    await expect(update('4', { watch_count: '1' }, { FeatureGroupName: 'standard' })).rejects.toMatchObject(refused);
    await expect(update('4', { user_id: '5' })).rejects.toMatchObject(refused);
    await expect(update('4', { watch_count: 'x' })).rejects.toMatchObject(refused);
    await expect(update('4', { nobody: 'x' })).rejects.toMatchObject(refused);
    const TtlDuration = { Unit: 'Minutes' as const, Value: 1 };
    await expect(update('4', { watch_count: '1' }, { TtlDuration })).rejects.toMatchObject(refused);
    const none = { FeatureGroupName: 'nobody' };
    await expect(update('4', { watch_count: '1' }, none)).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  it('keeps the time to live, or takes another', async () => {
    const start = Math.floor(plane.clock.now() / 1000);
    await put('5');
    await update('5', { event_time: String(start) }, { TtlDuration: { Unit: 'Minutes', Value: 1 } });
    const expiry = async () => {
      const input = { FeatureGroupName: 'users', ExpirationTimeResponse: 'Enabled' as const };
      const get = new GetRecordCommand({ ...input, RecordIdentifierValueAsString: '5' });
      return (await plane.clients().featureStore.send(get)).ExpiresAt;
    };
    expect(await expiry()).toBe(new Date((start + 60) * 1000).toISOString());
    await update('5', { event_time: String(start + 30) });
    expect(await expiry()).toBe(new Date((start + 90) * 1000).toISOString());
  });
});
