import { describe, expect, it } from 'vitest';
import { generateWatchLog } from '../watch-log/generate-watch-log.ts';
import { inferenceRows, rankingRows } from './ranking-rows.ts';
import { requestsOf } from './ranker.ts';

const log = generateWatchLog({ users: 60, movies: 120, events: 4000 });
const watched = (user: number, code: number): number | undefined => {
  const at = log.user_id.findIndex((id, row) => id === user && log.contents_code[row] === code);
  return at < 0 ? undefined : log.event_time[at];
};

describe('the spine of the ranker', () => {
  const rows = rankingRows(log, { events: 3, candidates: 20, negatives: 5 });

  it('has a test request for each user, at the time of the last event, which no training request touches', () => {
    const tests = requestsOf(rows.filter(({ part }) => part === 'test'));
    expect(tests).toHaveLength(60);
    for (const request of tests.map((each) => each[0]!)) {
      const last = Math.max(...[...log.event_time].filter((_, row) => log.user_id[row] === request.user_id));
      expect(request.event_time).toBe(last);
      const trained = rows.filter(({ part, user_id }) => part === 'train' && user_id === request.user_id);
      for (const { event_time } of trained) expect(event_time).toBeLessThan(last);
    }
  });

  it('offers only what was not watched by then, and the label is what was watched at that very time', () => {
    for (const { user_id, contents_code, event_time, label } of rows) {
      const time = watched(user_id, contents_code);
      if (label === 1) expect(time).toBe(event_time);
      else expect(time ?? Infinity).toBeGreaterThanOrEqual(event_time);
    }
  });

  it('training requests hold the watched movie and no more others than asked for; ranks are the first stage’s', () => {
    for (const request of requestsOf(rows.filter(({ part }) => part === 'train'))) {
      expect(request.filter(({ label }) => label === 1)).toHaveLength(1);
      expect(request.length).toBeLessThanOrEqual(6);
      for (const { base_rank } of request) expect(base_rank).toBeLessThan(20);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    expect(rankingRows(log, { events: 3, candidates: 20, negatives: 5 })).toEqual(rows);
    expect(rankingRows(log, { events: 3, candidates: 20, negatives: 5, seed: 2 })).not.toEqual(rows);
  });

  it('inference asks for every user, at one time, for nothing that was watched', () => {
    const time = 2_000_000_000;
    const asked = inferenceRows(log, time, { candidates: 20 });
    expect(requestsOf(asked)).toHaveLength(60);
    for (const { user_id, contents_code, event_time } of asked) {
      expect(event_time).toBe(time);
      expect(watched(user_id, contents_code)).toBeUndefined();
    }
  });
});
