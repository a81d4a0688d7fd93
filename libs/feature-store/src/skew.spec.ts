/** What is served and what is trained on, with AWS's lag between them: equal for every id once the offline store has caught up. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlClient } from '@gradus/plane';
import { waitFor, withPlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureFeatureGroups } from './groups/ensure-feature-groups.ts';
import { ingest } from './ingest/ingest.ts';
import { featureFreshness } from './offline/feature-freshness.ts';
import { trainingRows, trainingSet } from './offline/training-set.ts';
import type { TrainingRow } from './offline/read-rows.ts';
import { online } from './online/online.ts';
import { deleteRecord, putRecord } from './online/put-record.ts';
import { films, storeOn } from './testing/films.ts';
import { waitForOffline } from './wait/wait-for-offline.ts';

const LAG = 900;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SECONDS = 60_000;

describe('online and offline, with AWS’s lag between them', () => {
  const plane = withPlane();
  const store = () => storeOn(plane.clients());
  const control = () => controlClient({ url: plane.url, credentials: plane.accounts[0]! });
  let folder: string;
  let cache: string;
  let start: number;

  const seconds = (): number => plane.clock.now() / 1000;
  const moveTo = (time: number) => control().setClock({ Time: new Date(time * 1000) });
  const user = (user_id: string, event_time: number, watch_count: number) => ({
    ...{ user_id, event_time, watch_count, mean_rating: watch_count / 4, country: `c${watch_count}` },
  });
  const item = (item_id: number, event_time: number) => ({
    ...{ item_id, at: new Date(event_time * 1000).toISOString(), mean_rating: item_id + 0.5 },
  });
  const remove = (identifier: string, eventTime: number, mode: 'SoftDelete' | 'HardDelete') =>
    deleteRecord(films, 'users', { identifier, eventTime, mode }, store());

  const users = [
    ...['plain', 'older', 'newer', 'same', 'softly', 'hard', 'back', 'early'],
    ...['week', 'expired', 'nobody'],
  ];
  const ids = users.flatMap((user_id) => [1, 2, 3].map((item_id) => ({ user_id, item_id })));

  const served = async (now: number): Promise<TrainingRow[]> =>
    (await online(films, 'ranking', ids, store(), { now })).map(({ features }, index) => ({
      ...ids[index],
      at: now,
      ...features,
    }));
  const spine = (at: number) => ({ from: ids.map((each) => ({ ...each, at })), time: 'at' });
  const trained = async (at: number): Promise<TrainingRow[]> => {
    const rows: TrainingRow[] = [];
    for await (const row of trainingRows(films, 'ranking', spine(at), store(), { cache })) rows.push(row);
    return rows;
  };
  const countsOf = (rows: readonly TrainingRow[]): Record<string, unknown> =>
    Object.fromEntries(rows.map((row): [string, unknown] => [row['user_id'] as string, row['watch_count']]));
  const ratingsOf = (rows: readonly TrainingRow[]): unknown[] => rows.slice(0, 3).map((row) => row['item_mean_rating']);
  const expected = {
    ...{ plain: 1, older: 2, newer: 30, same: 4, softly: null, hard: null, back: 70, early: 8 },
    ...{ week: 9, expired: null, nobody: null },
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-skew-'));
    cache = join(folder, 'cache');
    await ensureFeatureGroups(films, store());
    await control().setOfflineStoreLag({ Seconds: LAG });
    start = Math.floor(seconds());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'are equal for every id, whatever became of its record',
    async () => {
      const hourAgo = start - HOUR;
      const first = await ingest(
        films,
        'users',
        [
          ...['plain', 'older', 'newer', 'same', 'softly', 'hard', 'back', 'early'].map((name, n) =>
            user(name, hourAgo, n + 1),
          ),
          // Half an hour before its week is over, and half an hour after.
          user('week', start - 7 * DAY + HOUR / 2, 9),
          user('expired', start - 7 * DAY - HOUR / 2, 10),
        ],
        store(),
        { receipt: join(folder, 'users') },
      );
      const items = [item(1, hourAgo), item(2, start - 30 * DAY + HOUR / 2), item(3, start - 30 * DAY - HOUR / 2)];
      const second = await ingest(films, 'items', items, store(), { receipt: join(folder, 'items') });
      await putRecord(films, 'users', user('older', hourAgo - HOUR, 20), store());
      await putRecord(films, 'users', user('newer', hourAgo + MINUTE, 30), store());
      await remove('softly', hourAgo + MINUTE, 'SoftDelete');
      await remove('hard', hourAgo + MINUTE, 'HardDelete');
      await remove('back', hourAgo + MINUTE, 'SoftDelete');
      await putRecord(films, 'users', user('back', hourAgo + 2 * MINUTE, 70), store());
      // Older than the record: it hides what is older still, and nothing else.
      await remove('early', hourAgo - MINUTE, 'SoftDelete');

      // Online at once; offline not, however often it is asked for within the lag.
      const before = await served(start);
      expect(countsOf(before)).toEqual(expected);
      expect(ratingsOf(before)).toEqual([1.5, 2.5, null]);
      await moveTo(start + LAG - 30);
      const early = join(folder, 'early');
      await expect(
        waitForOffline(films, first.receipt!, store(), { cache: early, withinMs: 300 }),
      ).rejects.toMatchObject({ code: 'FEATURE_OFFLINE_LATE' });
      const nothing = ids.map((each) => ({
        ...{ ...each, at: start, watch_count: null, country: null, item_mean_rating: null },
      }));
      expect(await trained(start)).toEqual(nothing);
      expect(countsOf(await served(start))).toEqual(expected);

      await moveTo(start + LAG + 60);
      for (const { receipt } of [first, second]) await waitForOffline(films, receipt!, store(), { cache });
      // Single writes have no receipt: they are counted.
      const written = 10 + 3 + 4;
      await waitFor(async () => (await featureFreshness(films, 'users', store(), { cache })).records === written);

      const now = Math.ceil(seconds());
      expect(now).toBeLessThan(start + HOUR / 2);
      const after = await served(now);
      expect(countsOf(after)).toEqual(expected);
      expect(await trained(now)).toEqual(after);
      // Now is not then: what was not yet true at the time of a row is not in it.
      expect(countsOf(await trained(hourAgo))).toEqual({
        ...{ ...expected, newer: 3, softly: 5, hard: 6, back: 7, expired: 10 },
      });
      const set = await trainingSet(films, 'ranking', spine(now), store(), {
        output: join(folder, 'set.parquet'),
        cache,
      });
      expect(set).toMatchObject({ rows: ids.length, fetched: { objects: 0 } });
    },
    SECONDS,
  );

  it(
    'expire at the same second',
    async () => {
      const ends = [
        { at: start + HOUR / 2, counts: { ...expected, week: null }, ratings: [1.5, null, null] },
        {
          at: start - HOUR + MINUTE + 7 * DAY,
          // What came later than the hour that is over.
          counts: { ...Object.fromEntries(users.map((name) => [name, null])), back: 70 },
          ratings: [1.5, null, null],
        },
        {
          at: start - HOUR + 30 * DAY,
          counts: Object.fromEntries(users.map((name) => [name, null])),
          ratings: [null, null, null],
        },
      ];
      for (const { at, counts, ratings } of ends) {
        // A little before, so that the plane's own clock hides nothing yet: then exactly, by the clocks of both.
        await moveTo(at - 20);
        const last = await served(at - 1);
        expect(await trained(at - 1)).toEqual(last);
        expect([countsOf(last), ratingsOf(last)]).not.toEqual([counts, ratings]);
        await moveTo(at);
        const over = await served(at);
        expect(await trained(at)).toEqual(over);
        expect([countsOf(over), ratingsOf(over)]).toEqual([counts, ratings]);
      }
    },
    SECONDS,
  );
});
