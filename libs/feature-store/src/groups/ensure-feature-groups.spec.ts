import { DeleteFeatureGroupCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import type { Model } from '@gradus/core';
import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { films, storeOn } from '../testing/films.ts';
import { describeFeatureGroup } from './describe-feature-group.ts';
import { ensureFeatureGroups } from './ensure-feature-groups.ts';
import { featureGroups, type FeatureModel } from './feature-group.ts';
import { listFeatureGroups } from './list-feature-groups.ts';

const declared: Model = films;
const users = declared.features!.groups['users']!;
const items = declared.features!.groups['items']!;

const withUsers = (change: Partial<typeof users>): FeatureModel => ({
  name: films.name,
  features: { groups: { users: { ...users, ...change }, items }, views: {} },
});

describe('ensureFeatureGroups', () => {
  const plane = withPlane();

  it('creates what is declared, waits for it, and then changes nothing', async () => {
    const store = storeOn(plane.clients(), 'new');
    const made = await ensureFeatureGroups(films, store);
    expect(made.map(({ group, outcome }) => [group.name, outcome])).toEqual([
      ['users', 'created'],
      ['items', 'created'],
    ]);
    const described = await describeFeatureGroup(store.clients.sagemaker, 'new-films-items');
    expect(described).toMatchObject({
      ...{ FeatureGroupStatus: 'Created', RecordIdentifierFeatureName: 'item_id', EventTimeFeatureName: 'at' },
      FeatureDefinitions: [
        { FeatureName: 'item_id', FeatureType: 'Integral' },
        { FeatureName: 'at', FeatureType: 'String' },
        { FeatureName: 'mean_rating', FeatureType: 'Fractional' },
      ],
      OnlineStoreConfig: { EnableOnlineStore: true, TtlDuration: { Unit: 'Days', Value: 30 } },
      OfflineStoreConfig: { S3StorageConfig: { S3Uri: 's3://gradus-spec/ns=new/films/feature-store' } },
    });
    const { Tags } = await store.clients.sagemaker.send(new ListTagsCommand({ ResourceArn: made[0]!.arn }));
    expect(Tags).toEqual([{ Key: 'gradus:model', Value: 'films' }]);
    const again = await ensureFeatureGroups(films, store);
    expect(again.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
    expect(await describeFeatureGroup(store.clients.sagemaker, 'new-films-items')).toEqual({
      ...described,
      $metadata: expect.anything(),
    });
  });

  it('adds features, hundreds of them, and changes the time to live', async () => {
    const store = storeOn(plane.clients(), 'grown');
    await ensureFeatureGroups(films, store);
    const more = Object.fromEntries(Array.from({ length: 230 }, (_, index) => [`f${index}`, 'Integral' as const]));
    const grown = withUsers({ features: { ...users.features, ...more }, ttl: { hours: 6 } });
    const outcomes = async () => (await ensureFeatureGroups(grown, store)).map(({ outcome }) => outcome);
    expect(await outcomes()).toEqual(['updated', 'unchanged']);
    const described = await describeFeatureGroup(store.clients.sagemaker, 'grown-films-users');
    expect(described!.FeatureDefinitions!.length).toBe(235);
    expect(described!.OnlineStoreConfig!.TtlDuration).toEqual({ Unit: 'Hours', Value: 6 });
    expect(await outcomes()).toEqual(['unchanged', 'unchanged']);
  });

  it('refuses what AWS cannot change, all of it, before anything is made', async () => {
    const store = storeOn(plane.clients(), 'fixed');
    const one: FeatureModel = {
      ...films,
      features: { groups: { items }, views: {} },
    };
    await ensureFeatureGroups(one, store);
    const { ttl, ...forEver } = items;
    const changed: FeatureModel = {
      ...films,
      features: {
        groups: {
          users,
          items: { ...forEver, offline: false, features: { item_id: 'String', at: 'String' } },
        },
        views: {},
      },
    };
    expect(ttl).toEqual({ days: 30 });
    await expect(ensureFeatureGroups(changed, store)).rejects.toMatchObject({
      code: 'FEATURE_GROUP_INCOMPATIBLE',
      mistakes: [
        { path: 'features.groups.items.offline', got: 'false', allowed: ['true'] },
        { path: 'features.groups.items.features.item_id', got: 'String', allowed: ['Integral'] },
        { path: 'features.groups.items.features.mean_rating', remedy: "Add mean_rating: 'Fractional' again." },
        { path: 'features.groups.items.ttl', allowed: ['30 Days'], remedy: 'Declare a longer one.' },
      ],
    });
    expect(await describeFeatureGroup(store.clients.sagemaker, 'fixed-films-users')).toBeUndefined();
  });

  it('may be called by two at once', async () => {
    const store = storeOn(plane.clients(), 'race');
    const both = await Promise.all([ensureFeatureGroups(films, store), ensureFeatureGroups(films, store)]);
    expect(both.map((made) => made.length)).toEqual([2, 2]);
  });
});

describe('listFeatureGroups', () => {
  const plane = withPlane();

  it('shows what is declared, made or not, and what is left of earlier declarations', async () => {
    const store = storeOn(plane.clients(), 'list');
    await ensureFeatureGroups(films, store);
    await ensureFeatureGroups({ ...films, name: 'films-2' }, store);
    await store.clients.sagemaker.send(new DeleteFeatureGroupCommand({ FeatureGroupName: 'list-films-users' }));
    const model: FeatureModel = {
      name: 'films',
      features: { groups: { users }, views: {} },
    };
    await expect
      .poll(async () => (await listFeatureGroups(model, store))[0]!.actual?.FeatureGroupStatus)
      .toBeUndefined();
    expect(
      (await listFeatureGroups(model, store)).map(({ awsName, declared, actual }) => [
        awsName,
        declared?.name,
        actual?.FeatureGroupStatus,
      ]),
    ).toEqual([
      ['list-films-users', 'users', undefined],
      ['list-films-items', undefined, 'Created'],
    ]);
    expect(featureGroups(model, 'list').length).toBe(1);
  });
});
