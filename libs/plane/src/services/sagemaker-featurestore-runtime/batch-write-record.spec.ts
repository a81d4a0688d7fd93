import {
  BatchWriteRecordCommand,
  GetRecordCommand,
  type BatchWriteRecordEntry,
} from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { createFeatureGroup, getRecord, recordOf } from '../../testing/feature-group-fixtures.ts';

describe('BatchWriteRecord', () => {
  const plane = withPlane();
  const entry = (user_id: string, event_time: string, more: Record<string, string> = {}): BatchWriteRecordEntry => ({
    ...{ FeatureGroupName: 'users', Record: recordOf({ user_id, event_time, ...more }) },
  });
  const write = (Entries: BatchWriteRecordEntry[], more = {}, account = 0) =>
    plane.clients(account).featureStore.send(new BatchWriteRecordCommand({ Entries, ...more }));
  const get = (identifier: string, group = 'users') => getRecord(plane.clients(), group, identifier);

  beforeAll(async () => {
    await createFeatureGroup(plane.clients(), 'users');
    await createFeatureGroup(plane.clients(), 'others');
  });

  plane.executes(
    'sagemaker-featurestore-runtime:BatchWriteRecord',
    { seenBy: 'sagemaker-featurestore-runtime:GetRecord', title: 'writes records of several groups in their order' },
    async () => {
      const answer = await write([
        entry('1', '10', { watch_count: '1' }),
        { ...entry('1', '10', { watch_count: '2' }), FeatureGroupName: 'others' },
        entry('1', '12', { watch_count: '3' }),
        entry('1', '11', { watch_count: '4' }),
        entry('2', '10'),
      ]);
      expect(answer).toMatchObject({ Errors: [], UnprocessedEntries: [] });
      expect(await get('1')).toEqual({ user_id: '1', event_time: '12', watch_count: '3' });
      expect(await get('1', 'others')).toEqual({ user_id: '1', event_time: '10', watch_count: '2' });
      expect(await get('2')).toEqual({ user_id: '2', event_time: '10' });
    },
  );

  it('refuses bad entries one by one, and keeps the others', async () => {
    const bad = [
      entry('3', 'now'),
      entry('3', '10', { watch_count: 'many' }),
      { ...entry('3', '10'), FeatureGroupName: 'nobody' },
    ];
    const { Errors, UnprocessedEntries } = await write([bad[0]!, entry('4', '10'), bad[1]!, bad[2]!]);
    expect(UnprocessedEntries).toEqual([]);
    expect(Errors).toMatchObject([
      { Entry: bad[0], ErrorCode: 'ValidationError', ErrorMessage: expect.stringContaining("'now'") as string },
      { Entry: bad[1], ErrorCode: 'ValidationError' },
      { Entry: bad[2], ErrorCode: 'ResourceNotFound' },
    ]);
    expect(await get('3')).toBeUndefined();
    expect(await get('4')).toBeDefined();
  });

  it('takes times to live: the entry’s before the request’s', async () => {
    const now = Math.floor(plane.clock.now() / 1000);
    const own = { ...entry('5', String(now)), TtlDuration: { Unit: 'Hours' as const, Value: 1 } };
    await write([own, entry('6', String(now))], { TtlDuration: { Unit: 'Minutes', Value: 1 } });
    const expiry = async (RecordIdentifierValueAsString: string) => {
      const input = { FeatureGroupName: 'users', ExpirationTimeResponse: 'Enabled' as const };
      return (
        await plane.clients().featureStore.send(new GetRecordCommand({ ...input, RecordIdentifierValueAsString }))
      ).ExpiresAt;
    };
    expect(await expiry('5')).toBe(new Date((now + 3600) * 1000).toISOString());
    expect(await expiry('6')).toBe(new Date((now + 60) * 1000).toISOString());
  });

  it('refuses none and more than 25 entries, and writes nothing of another account’s', async () => {
    await expect(write([])).rejects.toMatchObject({ name: 'ValidationError' });
    const many = Array.from({ length: 26 }, (_, index) => entry(`many-${index}`, '10'));
    await expect(write(many)).rejects.toMatchObject({ name: 'ValidationError' });
    await write(many.slice(1));
    expect(await get('many-25')).toBeDefined();
    expect(await write([entry('7', '10')], {}, 1)).toMatchObject({ Errors: [{ ErrorCode: 'ResourceNotFound' }] });
    expect(await get('7')).toBeUndefined();
  });
});
