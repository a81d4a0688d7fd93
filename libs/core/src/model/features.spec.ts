import { describe, expect, expectTypeOf, it } from 'vitest';
import { isGradusError, type Mistake } from '../gradus-error.ts';
import { defineModel } from './define-model.ts';
import type { FeatureGroupName, FeatureKeys, FeatureRecord, FeatureRow, FeatureViewName } from './feature-types.ts';
import type { Model, ModelDeclaration } from './model-schema.ts';

const base = {
  name: 'movies',
  level: 0,
  notebook: { file: './movies.ipynb' },
  serve: { endpoint: { predict: './predict.ts' } },
} as const;

const users = {
  recordIdentifier: 'user_id',
  eventTime: 'event_time',
  features: {
    user_id: 'String',
    event_time: 'Fractional',
    watch_count: 'Integral',
    mean_rating: 'Fractional',
    country: 'String',
  },
} as const;
const items = {
  recordIdentifier: 'item_id',
  eventTime: 'at',
  features: { item_id: 'Integral', at: 'String', mean_rating: 'Fractional' },
} as const;

const model = defineModel({
  ...base,
  features: {
    groups: { users: { ...users, ttl: { days: 30 } }, items },
    views: {
      ranking: {
        groups: {
          users: { features: ['watch_count', 'country'], ttl: { days: 7 } },
          items: { key: 'movie', features: ['mean_rating'], prefix: 'item_' },
        },
        transforms: './features/ranking.ts',
      },
    },
  },
});

const mistakesOf = (features: object, rest: object = {}): readonly Mistake[] => {
  try {
    defineModel({ ...base, ...rest, features } as unknown as ModelDeclaration);
  } catch (error) {
    if (isGradusError(error)) return error.mistakes ?? [];
    throw error;
  }
  return [];
};

describe('features', () => {
  it('are there with their defaults', () => {
    expect(model.features.groups.users).toEqual({ ...users, ttl: { days: 30 }, online: true, offline: true });
    expect(defineModel({ ...base, features: { groups: { users } } }).features.views).toEqual({});
    expect(defineModel(base).features).toBeUndefined();
  });

  it('flow into types', () => {
    type Movies = typeof model;
    expectTypeOf<FeatureGroupName<Movies>>().toEqualTypeOf<'users' | 'items'>();
    expectTypeOf<FeatureViewName<Movies>>().toEqualTypeOf<'ranking'>();
    expectTypeOf<FeatureRecord<Movies, 'users'>>().toEqualTypeOf<{
      readonly user_id: string;
      readonly event_time: number | Date;
      readonly watch_count?: number | bigint | null | undefined;
      readonly mean_rating?: number | null | undefined;
      readonly country?: string | null | undefined;
    }>();
    expectTypeOf<FeatureRecord<Movies, 'items'>['at']>().toEqualTypeOf<string | Date>();
    expectTypeOf<FeatureRow<Movies, 'ranking'>>().toEqualTypeOf<{
      watch_count: number | null;
      country: string | null;
      item_mean_rating: number | null;
    }>();
    expectTypeOf<FeatureKeys<Movies, 'ranking'>>().toEqualTypeOf<{
      readonly user_id: string;
      readonly movie: number | bigint;
    }>();
    // A model that was loaded at run time has names that nobody knows before.
    expectTypeOf<FeatureGroupName<Model>>().toEqualTypeOf<string>();
    expectTypeOf<FeatureRow<Model, string>>().toEqualTypeOf<Record<string, string | number | null>>();
  });

  it('do not compile with names that are not declared', () => {
    expect(() =>
      defineModel({
        ...base,
        features: {
          groups: {
            // @ts-expect-error: no feature of the group
            users: { ...users, recordIdentifier: 'user' },
          },
        },
      }),
    ).toThrow(/mistake/);
    expect(() =>
      defineModel({
        ...base,
        features: {
          groups: { users },
          views: {
            ranking: {
              groups: {
                // @ts-expect-error: no feature of the group
                users: { features: ['watch_cuont'] },
              },
            },
          },
        },
      }),
    ).toThrow(/mistake/);
    expect(() =>
      defineModel({
        ...base,
        features: {
          groups: { users },
          views: {
            ranking: {
              groups: {
                // @ts-expect-error: no group of the model
                user: { features: ['watch_count'] },
              },
            },
          },
        },
      }),
    ).toThrow(/mistake/);
    // @ts-expect-error: no feature of the view
    expectTypeOf<FeatureRow<typeof model, 'ranking'>['mean_rating']>();
    // @ts-expect-error: no view of the model
    expectTypeOf<FeatureRow<typeof model, 'ranking2'>>();
  });

  it('tell every mistake at once, whichever rule finds it', () => {
    const mistakes = mistakesOf(
      {
        groups: {
          users: {
            ...users,
            eventTime: 'event_tme',
            features: { user_id: 'Fractional', event_time: 'Fractional', write_time_utc: 'String', 'a b': 'String' },
            ttl: { days: 1, hours: 2 },
          },
          Items: { ...items, eventTime: 'item_id', features: { item_id: 'Integral', at: 'Integer' }, onlin: true },
          tags: { ...items, features: { ...items.features, Mean_Rating: 'String' }, online: false, offline: false },
        },
        views: {
          ranking: { groups: { user: { features: ['x'] }, tags: { features: ['mean_ratng', 'at'] } } },
          twice: { groups: { tags: { features: ['mean_rating', 'mean_rating'] } }, transforms: '../ranking.ts' },
          none: { groups: {} },
        },
      },
      { name: 'Movies!' },
    );
    expect(mistakes.map(({ path, remedy }) => [path, remedy])).toEqual([
      ['name', 'AWS names are made from it.'],
      ['features.groups.users.ttl', 'Give exactly one unit.'],
      ['features.groups.Items.features.at', undefined],
      ['features.groups.Items.onlin', 'Did you mean "online"?'],
      ['features.views.twice.transforms', 'Give a path inside the folder of model.ts.'],
      ['features.groups.users.features.write_time_utc', 'Rename write_time_utc.'],
      ['features.groups.users.features.a b', undefined],
      ['features.groups.users.features.user_id', undefined],
      ['features.groups.users.eventTime', 'Did you mean "event_time"?'],
      ['features.groups.Items', 'AWS names are made from it.'],
      ['features.groups.Items.features.item_id', undefined],
      ['features.groups.Items.eventTime', 'Name two features.'],
      ['features.groups.tags.features.Mean_Rating', 'Rename Mean_Rating.'],
      ['features.groups.tags', 'Keep it in one.'],
      ['features.views.ranking.groups.user', 'Did you mean "users"?'],
      ['features.views.ranking.groups.tags.features[0]', 'Did you mean "mean_rating"?'],
      ['features.views.ranking.groups.tags.features[1]', 'Name one of these, or declare at.'],
      ['features.views.twice.groups.tags.features[1]', 'Give one of the groups a prefix, or name the feature once.'],
      ['features.views.none.groups', 'Name a group.'],
    ]);
  });

  it('are 2,500 at most in a group', () => {
    const many = (count: number) => ({
      groups: {
        users: {
          ...users,
          features: {
            ...users.features,
            ...Object.fromEntries(Array.from({ length: count - 5 }, (_, n) => [`f${n}`, 'String'])),
          },
        },
      },
    });
    expect(mistakesOf(many(2500))).toEqual([]);
    expect(mistakesOf(many(2501))).toMatchObject([
      { path: 'features.groups.users.features', got: 2501, allowed: ['at most 2500'] },
    ]);
  });

  it('has no column twice in a view, nor one of a key', () =>
    expect(
      mistakesOf({
        groups: { users, items },
        views: {
          ranking: {
            groups: { users: { features: ['mean_rating'] }, items: { key: 'country', features: ['mean_rating'] } },
          },
          keyed: { groups: { users: { key: 'country', features: ['country'] } } },
        },
      }).map(({ path }) => path),
    ).toEqual(['features.views.ranking.groups.items.features[0]', 'features.views.keyed.groups.users.features[0]']));

  it.each([null, 'users', [], { groups: null }, { groups: { users: null } }, { groups: { users }, views: { v: 1 } }])(
    'of %j are refused and nothing more',
    (features) => expect(mistakesOf(features as object).length).toBe(1),
  );
});
