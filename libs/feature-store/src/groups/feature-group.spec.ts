import { defineModel, type Model } from '@gradus/core';
import { describe, expect, it } from 'vitest';
import { featureGroup, featureGroups, featureView } from './feature-group.ts';

const model = defineModel({
  name: 'movies',
  level: 0,
  notebook: { file: './movies.ipynb' },
  serve: { endpoint: { predict: './predict.ts' } },
  features: {
    groups: {
      users: {
        recordIdentifier: 'user_id',
        eventTime: 'event_time',
        features: { user_id: 'String', event_time: 'Fractional', watch_count: 'Integral' },
        ttl: { days: 30 },
      },
      items: {
        recordIdentifier: 'item_id',
        eventTime: 'at',
        features: { item_id: 'Integral', at: 'String', mean_rating: 'Fractional' },
        online: false,
        description: 'of items',
      },
    },
    views: {
      ranking: {
        groups: {
          users: { features: ['watch_count'], ttl: { weeks: 1 } },
          items: { key: 'movie', features: ['mean_rating'], prefix: 'item_' },
        },
        transforms: './features/ranking.ts',
      },
      slow: { groups: { users: { features: ['watch_count'], ttl: { weeks: 100 } } } },
    },
  },
});

describe('featureGroups', () => {
  it('are resolved: names on AWS, defaults, seconds', () =>
    expect(featureGroups(model, 'local')).toEqual([
      {
        ...{ name: 'users', awsName: 'local-movies-users', recordIdentifier: 'user_id', eventTime: 'event_time' },
        eventTimeType: 'Fractional',
        features: [
          { name: 'user_id', type: 'String' },
          { name: 'event_time', type: 'Fractional' },
          { name: 'watch_count', type: 'Integral' },
        ],
        ...{ ttl: { days: 30 }, ttlSeconds: 2_592_000, online: true, offline: true },
      },
      {
        ...{ name: 'items', awsName: 'local-movies-items', recordIdentifier: 'item_id', eventTime: 'at' },
        eventTimeType: 'String',
        features: [
          { name: 'item_id', type: 'Integral' },
          { name: 'at', type: 'String' },
          { name: 'mean_rating', type: 'Fractional' },
        ],
        ...{ online: false, offline: true, description: 'of items' },
      },
    ]));

  it('have names that fit on AWS', () =>
    expect(() => featureGroups(model, 'a'.repeat(52))).toThrow(
      expect.objectContaining({ code: 'FEATURE_GROUP_NAME_TOO_LONG', remedy: expect.stringContaining('1 char') }),
    ));

  it('are none where none are declared', () => expect(featureGroups({ name: 'movies' }, 'local')).toEqual([]));
});

describe('featureView', () => {
  it('knows its groups, keys, columns and the shorter time to live', () => {
    const view = featureView(model, 'local', 'ranking');
    expect(view).toMatchObject({ name: 'ranking', transforms: './features/ranking.ts' });
    expect(view.sources).toEqual([
      {
        ...{ group: featureGroup(model, 'local', 'users'), key: 'user_id', ttlSeconds: 604_800 },
        features: [{ name: 'watch_count', type: 'Integral', column: 'watch_count' }],
      },
      {
        ...{ group: featureGroup(model, 'local', 'items'), key: 'movie' },
        features: [{ name: 'mean_rating', type: 'Fractional', column: 'item_mean_rating' }],
      },
    ]);
    expect(featureView(model, 'local', 'slow').sources[0]!.ttlSeconds).toBe(2_592_000);
  });

  it('suggests the near one', () => {
    expect(() => featureView(model, 'local', 'rankin')).toThrow(
      expect.objectContaining({ code: 'FEATURE_NAME_UNKNOWN', remedy: 'Did you mean "ranking"?' }),
    );
    expect(() => featureGroup(model as Model, 'local', 'toString')).toThrow(
      expect.objectContaining({ code: 'FEATURE_NAME_UNKNOWN', allowed: ['users', 'items'] }),
    );
    expect(() => featureGroup({ name: 'movies' }, 'local', 'users')).toThrow(
      expect.objectContaining({ code: 'FEATURES_NOT_DECLARED' }),
    );
  });
});
