import {
  DescribeFeatureMetadataCommand,
  UpdateFeatureGroupCommand,
  type FeatureDefinition,
  type UpdateFeatureGroupCommandInput,
} from '@aws-sdk/client-sagemaker';
import { GetRecordCommand, UpdateRecordCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createFeatureGroup,
  getRecord,
  putRecord,
  recordOf,
  untilFeatureGroupRests,
} from '../../../testing/feature-group-fixtures.ts';
import { withPlane } from '../../../testing/index.ts';

describe('UpdateFeatureGroup', () => {
  const plane = withPlane();
  const update = (input: Partial<UpdateFeatureGroupCommandInput>, FeatureGroupName = 'users') =>
    plane.clients().sagemaker.send(new UpdateFeatureGroupCommand({ FeatureGroupName, ...input }));
  const rested = () => untilFeatureGroupRests(plane.clients(), 'users');
  const added: FeatureDefinition = { FeatureName: 'country', FeatureType: 'String' };

  beforeAll(async () => {
    await createFeatureGroup(plane.clients(), 'users');
  });

  plane.executes(
    'sagemaker:UpdateFeatureGroup',
    { seenBy: 'sagemaker:DescribeFeatureGroup', title: 'adds features, which records then may have' },
    async () => {
      await putRecord(plane.clients(), 'users', { user_id: '1', event_time: '1', watch_count: '1' });
      await expect(
        putRecord(plane.clients(), 'users', { user_id: '1', event_time: '2', country: 'fi' }),
      ).rejects.toThrow();
      await update({ FeatureAdditions: [added] });
      const { FeatureDefinitions, LastUpdateStatus } = await rested();
      expect(FeatureDefinitions!.at(-1)).toEqual(added);
      expect(LastUpdateStatus).toEqual({ Status: 'Successful' });
      expect(await getRecord(plane.clients(), 'users', '1')).toEqual({
        user_id: '1',
        event_time: '1',
        watch_count: '1',
      });
      await putRecord(plane.clients(), 'users', { user_id: '1', event_time: '2', country: 'fi' });
      expect(await getRecord(plane.clients(), 'users', '1')).toEqual({ user_id: '1', event_time: '2', country: 'fi' });
      const feature = { FeatureGroupName: 'users', FeatureName: 'country' };
      const { FeatureType } = await plane.clients().sagemaker.send(new DescribeFeatureMetadataCommand(feature));
      expect(FeatureType).toBe('String');
    },
  );

  it('sets and takes away the default time to live of records to come', async () => {
    const now = Math.floor(plane.clock.now() / 1000);
    const expiry = async (user_id: string) => {
      await putRecord(plane.clients(), 'users', { user_id, event_time: String(now) });
      const input = { FeatureGroupName: 'users', RecordIdentifierValueAsString: user_id };
      const get = new GetRecordCommand({ ...input, ExpirationTimeResponse: 'Enabled' });
      return (await plane.clients().featureStore.send(get)).ExpiresAt;
    };
    await update({ OnlineStoreConfig: { TtlDuration: { Unit: 'Hours', Value: 1 } } });
    expect((await rested()).OnlineStoreConfig?.TtlDuration).toEqual({ Unit: 'Hours', Value: 1 });
    expect(await expiry('a')).toBe(new Date((now + 3600) * 1000).toISOString());
    await update({ OnlineStoreConfig: { TtlDuration: {} } });
    expect((await rested()).OnlineStoreConfig).not.toHaveProperty('TtlDuration');
    expect(await expiry('b')).toBeUndefined();
  });

  it('moves Standard to Standard_V2, and never back', async () => {
    await putRecord(plane.clients(), 'users', { user_id: 'moved', event_time: '1' });
    await update({ OnlineStoreConfig: { StorageType: 'Standard_V2' } });
    expect((await rested()).OnlineStoreConfig?.StorageType).toBe('Standard_V2');
    const input = { FeatureGroupName: 'users', RecordIdentifierValueAsString: 'moved' };
    await plane
      .clients()
      .featureStore.send(new UpdateRecordCommand({ ...input, Features: recordOf({ watch_count: '9' }) }));
    expect(await getRecord(plane.clients(), 'users', 'moved')).toMatchObject({ watch_count: '9' });
    await expect(update({ OnlineStoreConfig: { StorageType: 'Standard' } })).rejects.toThrow('cannot be changed');
  });

  it('refuses features that are there or reserved, two changes at once and none', async () => {
    const refused = { name: 'ValidationException' };
    for (const FeatureName of ['USER_ID', 'write_time']) {
      const FeatureAdditions = [{ FeatureName, FeatureType: 'String' as const }];
      await expect(update({ FeatureAdditions })).rejects.toMatchObject(refused);
    }
    await expect(update({})).rejects.toMatchObject(refused);
    const both = { FeatureAdditions: [{ ...added, FeatureName: 'city' }], OnlineStoreConfig: {} };
    await expect(update(both)).rejects.toMatchObject(refused);
    await expect(update({ ThroughputConfig: { ThroughputMode: 'Provisioned' } })).rejects.toThrow('Provisioned');
    const units = { ThroughputMode: 'OnDemand', ProvisionedReadCapacityUnits: 5 } as const;
    await expect(update({ ThroughputConfig: units })).rejects.toThrow('ThroughputConfig.ProvisionedReadCapacityUnits');
    await expect(update({ FeatureAdditions: [added] }, 'nobody')).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});
