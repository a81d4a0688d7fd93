import { describe, expect, it } from 'vitest';
import { generateWatchLog } from '../watch-log/generate-watch-log.ts';
import { selectEvents, type WatchLog } from '../watch-log/watch-log.ts';
import { periodEnd, itemRecords, userRecords } from './feature-records.ts';

const DAY = 86_400;

/** Events as user, movie, time and rating. */
const logOf = (events: readonly (readonly [number, number, number, number])[]): WatchLog => ({
  user_id: Int32Array.from(events, ([user]) => user),
  contents_code: Int32Array.from(events, ([, code]) => code),
  event_time: Float64Array.from(events, ([, , time]) => time),
  rating: Float32Array.from(events, ([, , , rating]) => rating),
  titles: new Map([
    [1, { title: 'One', genres: ['Drama', 'War'] }],
    [2, { title: 'Two', genres: ['War'] }],
    [3, { title: 'Three', genres: [] }],
  ]),
});

describe('feature records', () => {
  const log = logOf([
    [7, 1, 10 * DAY + 5, 4],
    [7, 2, 10 * DAY + 9, 2],
    [7, 3, 40 * DAY, 3],
  ]);

  it('are of the ends of days with events, and know all of the day and nothing after it', () => {
    expect([...userRecords(log)]).toEqual([
      {
        ...{ user_id: 7, event_time: 11 * DAY, watch_count: 2, mean_rating: 3, watches_28d: 2 },
        ...{ last_watch_time: 10 * DAY + 9, genres: 'War|Drama' },
      },
      {
        ...{ user_id: 7, event_time: 41 * DAY, watch_count: 3, mean_rating: 3, watches_28d: 1 },
        ...{ last_watch_time: 40 * DAY, genres: 'War|Drama' },
      },
    ]);
    expect(
      [...itemRecords(log)].map(({ contents_code, event_time, first_watch_time, genres }) => [
        contents_code,
        event_time,
        first_watch_time,
        genres,
      ]),
    ).toEqual([
      [1, 11 * DAY, 10 * DAY + 5, 'Drama|War'],
      [2, 11 * DAY, 10 * DAY + 9, 'War'],
      [3, 41 * DAY, 40 * DAY, null],
    ]);
  });

  it('an event at the end of a period belongs to the next one', () => {
    expect(periodEnd(40 * DAY)).toBe(41 * DAY);
    expect(periodEnd(40 * DAY - 1)).toBe(40 * DAY);
    const weekly = { period: 7 * DAY, anchor: 40 * DAY };
    expect([33 * DAY - 1, 33 * DAY, 40 * DAY - 1, 40 * DAY].map((time) => periodEnd(time, weekly) / DAY)).toEqual([
      33, 40, 40, 47,
    ]);
  });

  it('of what was before a time the last is enough: each look-up from then on finds the same', () => {
    const all = generateWatchLog({ users: 30, movies: 60, events: 1500 });
    const since = all.event_time.reduce((sum, time) => sum + time, 0) / all.event_time.length;
    const latest = (records: readonly { user_id: number; event_time: number }[], user: number, time: number) =>
      records.findLast((record) => record.user_id === user && record.event_time <= time);
    const [whole, cut] = [[...userRecords(all)], [...userRecords(all, { since })]];
    expect(cut.length).toBeLessThan(whole.length);
    for (const user of new Set(all.user_id)) {
      for (const time of [since, since + 3.5 * DAY, since + 100 * DAY]) {
        expect(latest(cut, user, time)).toEqual(latest(whole, user, time));
      }
    }
  });

  it('never change when later events come, and do not depend on the order of the log', () => {
    const all = generateWatchLog({ users: 30, movies: 60, events: 1500 });
    const cut = periodEnd(all.event_time[700]!);
    const before = selectEvents(
      all,
      [...all.event_time.keys()].filter((row) => all.event_time[row]! < cut),
    );
    for (const records of [userRecords, itemRecords]) {
      const known = [...records(before)];
      expect(known.length).toBeGreaterThan(20);
      expect([...records(all)].filter(({ event_time }) => event_time <= cut)).toEqual(known);
    }
    const shuffled = selectEvents(all, [...all.event_time.keys()].reverse());
    expect([...itemRecords(shuffled)]).toEqual([...itemRecords(all)]);
  });
});
