/** The figures that one looks at before modelling: size, density, how long the tail is, events over time. */
import type { TrainData } from '../prepare-train-data/train-data.ts';
import type { WatchLog } from '../watch-log/watch-log.ts';

/** Name and value, for a table. `density` is the share of all user-movie pairs that occur. */
export function summarize(log: WatchLog, data: TrainData): { figure: string; value: string | number }[] {
  const [first, last] = timeSpan(log);
  const lengths = Array.from(data.users, (_, user) => data.offsets[user + 1]! - data.offsets[user]!).sort(
    (a, b) => a - b,
  );
  const popular = popularityCurve(data);
  const head = popular.slice(0, Math.ceil(popular.length / 100)).reduce((sum, count) => sum + count, 0);
  return [
    { figure: 'events', value: log.user_id.length },
    { figure: 'users', value: data.users.length },
    { figure: 'movies', value: data.items.length },
    { figure: 'first day', value: day(first) },
    { figure: 'last day', value: day(last) },
    { figure: 'density', value: data.item.length / (data.users.length * data.items.length) },
    { figure: 'movies per user (median)', value: lengths[Math.floor(lengths.length / 2)]! },
    { figure: 'share of events on the top 1 % of movies', value: head / data.item.length },
  ];
}

/** Users per movie, most popular first. */
export function popularityCurve(data: TrainData): number[] {
  return Array.from(data.popularity).sort((a, b) => b - a);
}

/** Events in each of `parts` equal spans of time, and the first and the last day. */
export function eventsOverTime(log: WatchLog, parts = 60): { counts: number[]; ends: [string, string] } {
  const [first, last] = timeSpan(log);
  const counts = new Array<number>(parts).fill(0);
  for (const time of log.event_time) {
    counts[Math.min(parts - 1, Math.floor(((time - first) / Math.max(1, last - first)) * parts))]! += 1;
  }
  return { counts, ends: [day(first), day(last)] };
}

function timeSpan(log: WatchLog): [first: number, last: number] {
  let first = Infinity;
  let last = -Infinity;
  for (const time of log.event_time) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return [first, last];
}

const day = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);
