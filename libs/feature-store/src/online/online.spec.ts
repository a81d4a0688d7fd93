import { defineModel } from '@gradus/core';
import { withPlane } from '@gradus/plane/testing';
import { beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { ensureFeatureGroups } from '../groups/ensure-feature-groups.ts';
import { featureView } from '../groups/feature-group.ts';
import { films, storeOn } from '../testing/films.ts';
import { transformsOf } from '../transforms/transforms.ts';
import { online } from './online.ts';
import { onlineRecords } from './online-records.ts';
import { deleteRecord, putRecord } from './put-record.ts';

const DAY = 86_400;
const now = Math.floor(Date.now() / 1000);
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

describe('online', () => {
  const plane = withPlane();
  const store = () => storeOn(plane.clients());

  beforeAll(async () => {
    await ensureFeatureGroups(films, store());
    const put = (user_id: string, days: number, rest: object = {}) =>
      putRecord(
        films,
        'users',
        { user_id, event_time: now - days * DAY, watch_count: 3, country: 'pl', ...rest },
        store(),
      );
    await put('ann', 1);
    await put('bob', 8);
    await put('eve', 2, { country: null, watch_count: Number.MAX_SAFE_INTEGER });
    await put('gone', 2);
    await deleteRecord(films, 'users', { identifier: 'gone', eventTime: now - DAY }, store());
    for (const item of [7, 8]) {
      const at = iso(now - 3600);
      await putRecord(films, 'items', { item_id: item, at, mean_rating: item / 2 }, store());
    }
  });

  it('answers in the order of the rows, with nulls and times', async () => {
    const rows = await online(
      films,
      'ranking',
      [
        { user_id: 'eve', item_id: 8 },
        { user_id: 'ann', item_id: 7n },
        { user_id: 'nobody', item_id: 7 },
        { user_id: 'ann', item_id: 99 },
      ],
      store(),
    );
    expectTypeOf(rows[0]!.features).toEqualTypeOf<{
      watch_count: number | null;
      country: string | null;
      item_mean_rating: number | null;
    }>();
    const [users, items] = [now - DAY, Math.floor(now - 3600)];
    expect(rows).toEqual([
      {
        features: { watch_count: Number.MAX_SAFE_INTEGER, country: null, item_mean_rating: 4 },
        eventTimes: { users: now - 2 * DAY, items },
      },
      { features: { watch_count: 3, country: 'pl', item_mean_rating: 3.5 }, eventTimes: { users, items } },
      { features: { watch_count: null, country: null, item_mean_rating: 3.5 }, eventTimes: { users: null, items } },
      { features: { watch_count: 3, country: 'pl', item_mean_rating: null }, eventTimes: { users, items: null } },
    ]);
  });

  it('serves nothing that has expired or is deleted', async () => {
    const read = async (user_id: string, at: number) =>
      (await online(films, 'ranking', [{ user_id, item_id: 7 }], store(), { now: at }))[0]!.features;
    // The view's week, of records that the group keeps for ever.
    expect(await read('bob', now)).toMatchObject({ watch_count: null });
    expect(await read('ann', now - DAY + 7 * DAY - 1)).toMatchObject({ watch_count: 3 });
    expect(await read('ann', now - DAY + 7 * DAY)).toMatchObject({ watch_count: null });
    // The group's thirty days.
    expect(await read('ann', now - 3600 + 30 * DAY - 1)).toMatchObject({ item_mean_rating: 3.5 });
    expect(await read('ann', now - 3600 + 30 * DAY)).toMatchObject({ item_mean_rating: null });
    expect(await read('gone', now)).toMatchObject({ watch_count: null });
  });

  it('reads hundreds of identifiers of several groups', async () => {
    const many = Array.from({ length: 450 }, (_, index) => `many-${index}`);
    await Promise.all(
      many.map((user_id, index) =>
        putRecord(films, 'users', { user_id, event_time: now, watch_count: index }, store()),
      ),
    );
    const rows = await online(
      films,
      'ranking',
      many.map((user_id, index) => ({ user_id, item_id: index % 2 ? 7 : 8 })),
      store(),
    );
    expect(rows.map(({ features }) => features.watch_count)).toEqual(many.map((_, index) => index));
    expect(rows.map(({ features }) => features.item_mean_rating)).toEqual(
      many.map((_, index) => (index % 2 ? 3.5 : 4)),
    );
  });

  it('applies the transforms of the view, which it must be given', async () => {
    const model = defineModel({
      ...films,
      features: {
        ...films.features,
        views: { ranking: { ...films.features.views.ranking, transforms: './features/ranking.ts' } },
      },
    });
    const view = featureView(model, 'spec', 'ranking');
    const transforms = transformsOf(view, {
      watched: (row: { watch_count: number | null }): number => row.watch_count ?? 0,
      asked: (row: { hour: number }, { time }: { time: number }): string => `${row.hour} at ${time}`,
    });
    const [row] = await online(model, 'ranking', [{ user_id: 'x', item_id: 7, hour: 9 }], store(), { transforms, now });
    expectTypeOf(row!.features.watched).toEqualTypeOf<number>();
    expect(row!.features).toEqual({
      ...{ watch_count: null, country: null, item_mean_rating: 3.5 },
      ...{ watched: 0, asked: `9 at ${now}` },
    });
    await expect(online(model, 'ranking', [{ user_id: 'x', item_id: 7 }], store())).rejects.toMatchObject({
      code: 'FEATURE_TRANSFORMS_MISSING',
    });
  });

  it('names the row without an identifier, and the near view', async () => {
    const rows = [{ user_id: 'ann', item_id: 7 }, { user_id: 'ann' }] as unknown as {
      user_id: string;
      item_id: number;
    }[];
    await expect(online(films, 'ranking', rows, store())).rejects.toMatchObject({
      code: 'FEATURE_KEY_INVALID',
      message: 'row 2 has no item_id that identifies a record of items',
    });
    // @ts-expect-error: no view of the model
    await expect(online(films, 'rankin', [], store())).rejects.toMatchObject({ code: 'FEATURE_NAME_UNKNOWN' });
    // @ts-expect-error: an identifier is missing
    await expect(online(films, 'ranking', [{ user_id: 'ann' }], store())).rejects.toThrow('row 1');
  });

  it('tells that groups are not made', () =>
    expect(
      online(films, 'ranking', [{ user_id: 'ann', item_id: 7 }], storeOn(plane.clients(), 'nowhere')),
    ).rejects.toMatchObject({ code: 'FEATURE_READ_FAILED', remedy: expect.stringContaining('ensureFeatureGroups') }));

  it('reads whole records of a group', async () => {
    const [ann, nobody] = await onlineRecords(films, 'users', ['ann', 'nobody'], store());
    expect(nobody).toBeUndefined();
    expect(ann).toEqual({
      eventTime: now - DAY,
      features: { user_id: 'ann', event_time: now - DAY, watch_count: 3, mean_rating: null, country: 'pl' },
    });
  });

  it('refuses a record with everything that is wrong with it', () =>
    expect(
      // @ts-expect-error: types and names that are not declared
      putRecord(films, 'users', { user_id: 7, watch_count: 1.5, cuntry: 'pl' }, store()),
    ).rejects.toMatchObject({
      code: 'FEATURE_ROWS_INVALID',
      mistakes: [
        { path: 'user_id', got: 7, message: 'is not String' },
        { path: 'event_time', message: 'is missing' },
        { path: 'watch_count', got: 1.5 },
        { path: 'cuntry', remedy: 'Did you mean "country"?' },
      ],
    }));
});
