import { describe, expect, it } from 'vitest';
import * as transforms from '../../features/ranking.ts';

const DAY = 86_400;
const row = {
  ...{
    user_watch_count: 5,
    user_mean_rating: 3.5,
    user_watches_28d: 2,
    user_last_watch_time: 97 * DAY,
    user_genres: 'War|Drama',
  },
  ...{ item_watch_count: 10, item_mean_rating: 4, item_watches_28d: 5, item_first_watch_time: 50 * DAY },
  ...{ item_last_watch_time: 90 * DAY, item_genres: 'Drama|Comedy' },
};

describe('transforms of the view ranking', () => {
  it('say what user, movie and time say together', () => {
    const at = { time: 100 * DAY };
    const made = Object.fromEntries(Object.entries(transforms).map(([name, transform]) => [name, transform(row, at)]));
    expect(made).toEqual({
      ...{
        user_idle_days: 3,
        item_idle_days: 10,
        item_age_days: 50,
        rating_gap: 0.5,
        item_trend: 0.25,
        genre_match: 0.5,
      },
    });
  });

  it('a trend ends when all of its four weeks are over', () => {
    expect(transforms.item_trend(row, { time: 90 * DAY + 28 * DAY })).toBe(0.25);
    expect(transforms.item_trend(row, { time: 90 * DAY + 28 * DAY + 1 })).toBe(0);
  });

  it('are null where a record is missing', () => {
    const none = Object.fromEntries(Object.keys(row).map((name) => [name, null])) as never;
    for (const transform of Object.values(transforms)) expect(transform(none, { time: 1 })).toBeNull();
  });
});
