import { DeleteRecordCommand, ListRecordsCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { createFeatureGroup, getRecord, putRecord } from '../../testing/feature-group-fixtures.ts';

describe('DeleteRecord', () => {
  const plane = withPlane();
  const remove = (
    RecordIdentifierValueAsString: string,
    EventTime: string,
    DeletionMode?: 'SoftDelete' | 'HardDelete',
  ) =>
    plane
      .clients()
      .featureStore.send(
        new DeleteRecordCommand({ FeatureGroupName: 'users', RecordIdentifierValueAsString, EventTime, DeletionMode }),
      );
  const put = (user_id: string, event_time: string) => putRecord(plane.clients(), 'users', { user_id, event_time });
  const get = (identifier: string) => getRecord(plane.clients(), 'users', identifier);

  beforeAll(async () => {
    await createFeatureGroup(plane.clients(), 'users');
  });

  plane.executes(
    'sagemaker-featurestore-runtime:DeleteRecord',
    { seenBy: 'sagemaker-featurestore-runtime:GetRecord', title: 'softly: what is older does not bring it back' },
    async () => {
      await put('1', '10');
      await remove('1', '11');
      expect(await get('1')).toBeUndefined();
      await put('1', '10.5');
      expect(await get('1')).toBeUndefined();
      await put('1', '11.5');
      expect(await get('1')).toBeDefined();
    },
  );

  it('softly, with an event time that is not later: leaves the record', async () => {
    await put('2', '10');
    await remove('2', '9');
    await remove('2', '10');
    expect(await get('2')).toBeDefined();
  });

  it('hard: nothing is left, and an older record may come', async () => {
    await put('3', '10');
    await remove('3', '11', 'HardDelete');
    expect(await get('3')).toBeUndefined();
    await put('3', '5');
    expect(await get('3')).toEqual({ user_id: '3', event_time: '5' });
  });

  it('hard, with an event time that is not later: refuses', async () => {
    await put('4', '10');
    const refused = { name: 'ValidationError', message: expect.stringContaining('EventTime') as string };
    await expect(remove('4', '10', 'HardDelete')).rejects.toMatchObject(refused);
    expect(await get('4')).toBeDefined();
  });

  it('leaves a tombstone that lists show when they are told to', async () => {
    await createFeatureGroup(plane.clients(), 'listed');
    await putRecord(plane.clients(), 'listed', { user_id: 'a', event_time: '10' });
    const { featureStore } = plane.clients();
    for (const [id, DeletionMode] of [
      ['a', 'SoftDelete'],
      ['b', 'HardDelete'],
      ['c', 'SoftDelete'],
    ] as const) {
      const input = { FeatureGroupName: 'listed', RecordIdentifierValueAsString: id, EventTime: '11', DeletionMode };
      await featureStore.send(new DeleteRecordCommand(input));
    }
    const list = async (IncludeSoftDeletedRecords: boolean) =>
      (await featureStore.send(new ListRecordsCommand({ FeatureGroupName: 'listed', IncludeSoftDeletedRecords })))
        .RecordIdentifiers;
    expect(await list(true)).toEqual(['a', 'c']);
    expect(await list(false)).toEqual([]);
  });

  it('refuses an event time that is none, and an unknown group', async () => {
    await expect(remove('1', 'now')).rejects.toMatchObject({ name: 'ValidationError' });
    const input = { FeatureGroupName: 'nobody', RecordIdentifierValueAsString: '1', EventTime: '1' };
    await expect(plane.clients().featureStore.send(new DeleteRecordCommand(input))).rejects.toMatchObject({
      ...{ name: 'ValidationError', message: expect.stringContaining('Resource Not Found') as string },
    });
  });
});
