/**
 * The built-in data set: a seeded watch log with power-law popularity, users' tastes, sagas that are watched in a row,
 * new releases, and tastes that drift. No transcendental function is used: every engine makes the same log.
 */
import { genres, makeName, sagaTitle } from './make-titles.ts';
import { seededRandom, type Random } from './random.ts';
import { endOfDay, selectEvents, canonicalOrder, type Title, type WatchLog } from './watch-log.ts';

export interface GenerateOptions {
  /** The same seed gives the same log. */
  seed?: number;
  users?: number;
  movies?: number;
  /** About how many events; a user who has seen all that fits watches less. */
  events?: number;
  /** The log ends on this day (UTC). */
  baseDate?: string;
}

interface Movie {
  code: number;
  genre: number;
  saga: number;
  appeal: number;
  released: number;
}

const MONTHS = 24;
const MONTH = 30 * 86_400;
const ANY_GENRE = genres.length;

/** A watch log of two years up to `baseDate`; contents codes start at 1, user ids too. Rows are in canonical order. */
export function generateWatchLog(options: GenerateOptions = {}): WatchLog {
  const { seed = 1, users = 600, movies = 1_500, events = 60_000, baseDate = '2024-04-13' } = options;
  const random = seededRandom(seed);
  const titles = new Map<number, Title>();
  const catalogue = makeCatalogue(random, movies, Number(baseDate.slice(0, 4)), titles);
  const start = endOfDay(baseDate) - MONTHS * MONTH;
  const pickMovie = releaseTables(catalogue);
  const rows: [number, number, number, number][] = [];
  for (let user = 1; user <= users; user++) {
    // Activity is skewed, too: a few users watch ten times as much as most.
    const activity = 0.25 + 0.75 / Math.sqrt(0.05 + random.next());
    watch(random, user, Math.max(8, Math.round((events / users) * activity * 0.66)), catalogue, pickMovie, rows, start);
  }
  const log: WatchLog = {
    user_id: Int32Array.from(rows, (row) => row[0]),
    contents_code: Int32Array.from(rows, (row) => row[1]),
    event_time: Float64Array.from(rows, (row) => row[2]),
    rating: Float32Array.from(rows, (row) => row[3]),
    titles,
  };
  return selectEvents(log, canonicalOrder(log));
}

function makeCatalogue(random: Random, count: number, lastYear: number, titles: Map<number, Title>): Movie[] {
  const catalogue: Movie[] = [];
  const used = new Set<string>();
  const ranks = shuffled(random, count);
  for (let saga = 0; catalogue.length < count; saga++) {
    const name = makeName(random, used);
    const parts = random.next() < 0.12 ? 2 + random.integer(3) : 1;
    const genre = random.integer(genres.length);
    const second = random.integer(genres.length);
    // Most titles are older than the log; the others are released while it runs.
    let released = random.next() < 0.7 ? 0 : random.integer(MONTHS);
    let year = released === 0 ? lastYear - 2 - random.integer(40) : lastYear - 2 + Math.floor(released / 12);
    for (let part = 0; part < parts && catalogue.length < count; part++) {
      const rank = ranks[catalogue.length]!;
      const code = catalogue.length + 1;
      catalogue.push({ code, genre, saga, appeal: 1 / (2 + rank), released });
      titles.set(code, {
        title: sagaTitle(name, part, year),
        genres: genre === second ? [genres[genre]!] : [genres[genre]!, genres[second]!],
      });
      year = Math.min(lastYear, year + 2);
      released = released === 0 ? 0 : Math.min(MONTHS - 1, released + 4);
    }
  }
  return catalogue;
}

/** Draws a movie of a genre in a month: the released ones, by appeal, new releases more. */
function releaseTables(catalogue: readonly Movie[]): (random: Random, genre: number, month: number) => Movie {
  const all = catalogue.map((_, index) => index);
  const tables = new Map<number, { members: number[]; cumulative: Float64Array }>();
  const table = (genre: number, month: number) => {
    const key = genre * MONTHS + month;
    const known = tables.get(key);
    if (known) return known;
    const out = (index: number): boolean => catalogue[index]!.released <= month;
    let members = all.filter((index) => (genre === ANY_GENRE || catalogue[index]!.genre === genre) && out(index));
    if (members.length === 0) members = all.filter(out);
    if (members.length === 0) members = all;
    let sum = 0;
    const cumulative = Float64Array.from(members, (index) => {
      const { appeal, released } = catalogue[index]!;
      sum += appeal * (released === 0 ? 1 : 1 + 6 / (1 + Math.max(0, month - released)));
      return sum;
    });
    const made = { members, cumulative };
    tables.set(key, made);
    return made;
  };
  return (random, genre, month) => {
    const { members, cumulative } = table(genre, month);
    const at = random.next() * cumulative[cumulative.length - 1]!;
    let low = 0;
    let high = members.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! <= at) low = middle + 1;
      else high = middle;
    }
    return catalogue[members[low]!]!;
  };
}

/** One user's evenings: each has a mood (a genre of the taste), and a saga that was begun tends to go on. */
function watch(
  random: Random,
  user: number,
  count: number,
  catalogue: readonly Movie[],
  pickMovie: ReturnType<typeof releaseTables>,
  rows: [number, number, number, number][],
  start: number,
): void {
  const taste = [random.integer(genres.length), random.integer(genres.length), random.integer(genres.length)];
  const joined = random.integer(Math.floor(MONTHS / 2)) * MONTH;
  const gap = (MONTHS * MONTH - joined) / count;
  const seen = new Set<number>();
  const generosity = random.next() * 0.8;
  let mood = taste[0]!;
  let previous: Movie | undefined;
  for (let event = 0; event < count; event++) {
    const time = start + joined + Math.floor((event + random.next() * 0.9) * gap);
    const month = Math.min(MONTHS - 1, Math.floor((time - start) / MONTH));
    // Drift: now and then one favourite genre is given up for another.
    if (random.next() < 0.02) taste[random.integer(3)] = random.integer(genres.length);
    if (random.next() < 0.25) mood = random.next() < 0.1 ? random.integer(genres.length) : taste[random.integer(3)]!;
    const next = previous && catalogue[previous.code];
    const goesOn = next && next.saga === previous!.saga && next.released <= month && random.next() < 0.35;
    // One evening in three follows the charts rather than the mood.
    const genre = random.next() < 0.35 ? ANY_GENRE : mood;
    let movie = goesOn ? next : pickMovie(random, genre, month);
    for (let tries = 0; seen.has(movie.code) && tries < 20; tries++) movie = pickMovie(random, genre, month);
    if (seen.has(movie.code)) continue;
    seen.add(movie.code);
    previous = movie;
    const liked = taste.includes(movie.genre) ? 3.1 : 2.3;
    const score = liked + generosity + 1.6 * (random.next() + random.next() - 1) + (goesOn ? 0.4 : 0);
    rows.push([user, movie.code, time, Math.min(5, Math.max(0.5, Math.round(score * 2) / 2))]);
  }
}

function shuffled(random: Random, count: number): Uint32Array {
  const ranks = Uint32Array.from({ length: count }, (_, rank) => rank);
  for (let last = count - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [ranks[last], ranks[other]] = [ranks[other]!, ranks[last]!];
  }
  return ranks;
}
