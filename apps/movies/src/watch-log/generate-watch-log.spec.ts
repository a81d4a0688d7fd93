import { describe, expect, it } from 'vitest';
import { contentHash } from './content-hash.ts';
import { generateWatchLog } from './generate-watch-log.ts';
import { canonicalOrder, endOfDay, eventsUntil, selectEvents } from './watch-log.ts';
import { prepareTrainData } from '../prepare-train-data/train-data.ts';
import { popularityCurve } from '../report/watch-log-summary.ts';

describe('generateWatchLog', () => {
  const log = generateWatchLog();

  it('repeats itself for the same seed, and for no other', () => {
    expect(contentHash(generateWatchLog())).toBe(contentHash(log));
    expect(generateWatchLog().titles).toEqual(log.titles);
    expect(contentHash(generateWatchLog({ seed: 2 }))).not.toBe(contentHash(log));
  });

  it('makes the log that every engine makes', () => {
    expect(contentHash(generateWatchLog({ users: 20, movies: 50, events: 400 }))).toMatchInlineSnapshot(
      `"bbb6380db2655f1dad41f09a6b6cd4f53be16dca731c597e9dce7e04583712ee"`,
    );
  });

  it('has the size that was asked for, within the bounds of a watch log', () => {
    expect(log.user_id.length).toBeGreaterThan(50_000);
    expect(log.user_id.length).toBeLessThan(70_000);
    expect(new Set(log.user_id).size).toBe(600);
    expect(log.titles.size).toBe(1_500);
    expect(new Set([...log.titles.values()].map(({ title }) => title)).size).toBe(1_500);
    expect([...log.contents_code].every((code) => log.titles.has(code))).toBe(true);
    expect([...log.rating].every((rating) => rating >= 0.5 && rating <= 5 && Number.isInteger(rating * 2))).toBe(true);
    expect([...log.event_time].every((time) => Number.isInteger(time) && time < endOfDay('2024-04-13'))).toBe(true);
  });

  it('is skewed: one movie in a hundred draws more than five times its share', () => {
    const curve = popularityCurve(prepareTrainData(log));
    const head = curve.slice(0, 15).reduce((sum, count) => sum + count, 0);
    expect(head / log.user_id.length).toBeGreaterThan(0.05);
    expect(curve.at(-1)).toBeLessThan(20);
  });
});

describe('a watch log', () => {
  const log = generateWatchLog({ users: 20, movies: 50, events: 400 });

  it('has one hash in whatever order its rows come', () => {
    const reversed = selectEvents(log, canonicalOrder(log).toReversed());
    expect(reversed.user_id).not.toEqual(log.user_id);
    expect(contentHash(reversed)).toBe(contentHash(log));
    const other = { ...log, rating: log.rating.with(0, log.rating[0] === 5 ? 4 : 5) };
    expect(contentHash(other)).not.toBe(contentHash(log));
  });

  it('is cut at the end of the base date', () => {
    const cut = eventsUntil(log, '2023-12-31');
    expect(cut.user_id.length).toBeLessThan(log.user_id.length);
    expect(cut.user_id.length).toBe([...log.event_time].filter((time) => time < Date.UTC(2024, 0) / 1000).length);
    expect(eventsUntil(log, '2030-01-01')).toBe(log);
  });

  it.each(['2024-13-01', '20240413', 'yesterday'])('refuses the base date %s', (day) => {
    expect(() => eventsUntil(log, day)).toThrow(`base_date "${day}" is not a date. Expected YYYY-MM-DD`);
  });

  it('says so when nothing happened by the base date', () => {
    expect(() => eventsUntil(log, '1999-01-01')).toThrow('the watch log has no event up to that day');
  });
});
