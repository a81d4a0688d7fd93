import { BatchGetRecordCommand, type BatchGetRecordIdentifier } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { createFeatureGroup, putRecord, recordOf } from '../../testing/feature-group-fixtures.ts';

describe('BatchGetRecord', () => {
  const plane = withPlane();
  const get = (Identifiers: BatchGetRecordIdentifier[], more = {}, account = 0) =>
    plane.clients(account).featureStore.send(new BatchGetRecordCommand({ Identifiers, ...more }));
  const ask = (ids: string[], FeatureGroupName = 'users'): BatchGetRecordIdentifier => ({
    ...{ FeatureGroupName, RecordIdentifiersValueAsString: ids },
  });

  beforeAll(async () => {
    await createFeatureGroup(plane.clients(), 'users');
    await createFeatureGroup(plane.clients(), 'others');
    for (const id of ['1', '2', '3']) {
      await putRecord(plane.clients(), 'users', { user_id: id, event_time: '10', watch_count: id });
    }
  });

  plane.executes(
    'sagemaker-featurestore-runtime:BatchGetRecord',
    {
      seenBy: 'sagemaker-featurestore-runtime:PutRecord',
      title: 'gives records of several groups as they are asked for',
    },
    async () => {
      await putRecord(plane.clients(), 'others', { user_id: '2', event_time: '11' });
      const answer = await get([
        { ...ask(['3', 'nobody', '1']), FeatureNames: ['watch_count', 'user_id'] },
        ask(['2', '1'], 'others'),
      ]);
      expect(answer).toMatchObject({ Errors: [], UnprocessedIdentifiers: [] });
      expect(answer.Records).toEqual([
        ...['3', '1'].map((id) => ({
          ...{ FeatureGroupName: 'users', RecordIdentifierValueAsString: id },
          Record: recordOf({ watch_count: id, user_id: id }),
        })),
        {
          ...{ FeatureGroupName: 'others', RecordIdentifierValueAsString: '2' },
          Record: recordOf({ user_id: '2', event_time: '11' }),
        },
      ]);
    },
  );

  it('says which identifiers it cannot read, and reads the others', async () => {
    const { Records, Errors } = await get([ask(['1', '2'], 'nobody'), ask(['1'])]);
    const error = { FeatureGroupName: 'nobody', ErrorCode: 'ResourceNotFound' };
    expect(Errors).toMatchObject([
      { ...error, RecordIdentifierValueAsString: '1' },
      { ...error, RecordIdentifierValueAsString: '2' },
    ]);
    expect(Records).toHaveLength(1);
    expect((await get([ask(['1'])], {}, 1)).Errors).toHaveLength(1);
  });

  it('tells when records expire, and leaves out those that have', async () => {
    const now = plane.clock.now();
    const TtlDuration = { Unit: 'Minutes' as const, Value: 1 };
    const put = (id: string, time: number) =>
      putRecord(plane.clients(), 'users', { user_id: id, event_time: String(time / 1000) }, { TtlDuration });
    await put('soon', now);
    await put('later', now + 60_000);
    const shown = async () =>
      (await get([ask(['soon', 'later', '1'])], { ExpirationTimeResponse: 'Enabled' })).Records!.map(
        ({ RecordIdentifierValueAsString, ExpiresAt }) => [RecordIdentifierValueAsString, ExpiresAt],
      );
    const later = ['later', new Date(now + 120_000).toISOString()];
    expect(await shown()).toEqual([['soon', new Date(now + 60_000).toISOString()], later, ['1', undefined]]);
    plane.clock.set({ time: now + 60_000 });
    expect(await shown()).toEqual([later, ['1', undefined]]);
  });

  it('leaves what does not fit into one answer unprocessed', async () => {
    const definition = (FeatureName: string) => ({ FeatureName, FeatureType: 'String' as const });
    await createFeatureGroup(plane.clients(), 'large', {
      FeatureDefinitions: [definition('user_id'), definition('event_time'), definition('text')],
    });
    const text = 'x'.repeat(340_000);
    const ids = Array.from({ length: 48 }, (_, index) => String(index));
    for (const user_id of ids) {
      await putRecord(plane.clients(), 'large', { user_id, event_time: '2024-01-01T00:00:00Z', text });
    }
    const { Records, UnprocessedIdentifiers } = await get([ask(ids, 'large'), ask(['1'])]);
    expect(Records).toHaveLength(47);
    expect(UnprocessedIdentifiers).toEqual([ask(['47'], 'large'), ask(['1'])]);
  });

  it('refuses none and more than 100 identifiers', async () => {
    await expect(get([])).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(get([ask([])])).rejects.toMatchObject({ name: 'ValidationError' });
    const ids = Array.from({ length: 101 }, (_, index) => String(index));
    await expect(get([ask(ids)])).rejects.toMatchObject({ name: 'ValidationError' });
    expect((await get([ask(ids.slice(1))])).Records).toHaveLength(3);
  });
});
