/** Features that are lists, sets and vectors, which an online store in memory holds. */
import { GetRecordCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { beforeAll, describe, expect, it } from 'vitest';
import { createFeatureGroup, getRecord, putRecord, recordOf } from '../../testing/feature-group-fixtures.ts';
import { withPlane } from '../../testing/index.ts';

describe('collections', () => {
  const plane = withPlane();
  const keys = { user_id: '1', event_time: '10' };
  const put = (values: Record<string, string | string[]>) =>
    putRecord(plane.clients(), 'users', { ...keys, ...values });

  beforeAll(async () => {
    await createFeatureGroup(plane.clients(), 'users', {
      OnlineStoreConfig: { EnableOnlineStore: true, StorageType: 'InMemory' },
      FeatureDefinitions: [
        { FeatureName: 'user_id', FeatureType: 'String' },
        { FeatureName: 'event_time', FeatureType: 'Fractional' },
        { FeatureName: 'watched', FeatureType: 'Integral', CollectionType: 'List' },
        { FeatureName: 'genres', FeatureType: 'String', CollectionType: 'Set' },
        {
          ...{ FeatureName: 'taste', FeatureType: 'Fractional', CollectionType: 'Vector' },
          CollectionConfig: { VectorConfig: { Dimension: 3 } },
        },
      ],
    });
  });

  it('are kept as they are given, in their order', async () => {
    const values = { watched: ['3', '1', '3'], genres: ['drama', ''], taste: ['0.1', '-2', '1e-3'] };
    await put(values);
    expect(await getRecord(plane.clients(), 'users', '1')).toEqual({ ...keys, ...values });
    const input = { FeatureGroupName: 'users', RecordIdentifierValueAsString: '1', FeatureNames: ['taste'] };
    const { Record } = await plane.clients().featureStore.send(new GetRecordCommand(input));
    expect(Record).toEqual(recordOf({ taste: values.taste }));
  });

  it('may be empty, but for a vector', async () => {
    await putRecord(plane.clients(), 'users', { ...keys, event_time: '11', watched: [], genres: [] });
    expect(await getRecord(plane.clients(), 'users', '1')).toMatchObject({ watched: [], genres: [] });
    await expect(put({ taste: [] })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('refuse elements of another type, repeated ones of a set, another dimension and a single value', async () => {
    const wrong: Record<string, string | string[]>[] = [
      { watched: ['1', 'x'] },
      { genres: ['a', 'a'] },
      { taste: ['1', '2'] },
      { taste: ['1', '2', 'x'] },
      { watched: '1' },
      { user_id: ['1'] },
    ];
    for (const values of wrong) {
      await expect(put(values)).rejects.toMatchObject({ name: 'ValidationError' });
    }
  });
});
