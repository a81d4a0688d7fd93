/** Reads a MovieLens folder: `ratings.csv` and `movies.csv` as GroupLens publishes them. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { splitCsvLine } from './split-csv-line.ts';
import { MistakeList } from './mistakes.ts';
import type { Title, WatchLog } from './watch-log.ts';

const ratingsHeader = 'userId,movieId,rating,timestamp';
const moviesHeader = 'movieId,title,genres';
const LARGEST_ID = 2_147_483_647;
/** 2100-01-01: what lies beyond is most likely milliseconds. */
const LATEST = 4_102_444_800;
/** A file is read as one string, whose length the engine limits. */
const LARGEST_FILE = 256 * 1024 * 1024;

/**
 * The watch log of the MovieLens folder `folder`, rows in the file's order; LF and CRLF are both read.
 * @throws WatchLogError naming every mistake (the first 20, and how many there are): missing folder or file, empty
 * file, wrong header, wrong number of fields, ids, ratings and timestamps that are none.
 */
export function readMovielens(folder: string): WatchLog {
  const mistakes = new MistakeList();
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    mistakes.add({ file: folder, got: 'no such folder', expected: 'a folder with ratings.csv and movies.csv' });
    mistakes.throwIfAny();
  }
  const ratings = readLines(join(folder, 'ratings.csv'), ratingsHeader, mistakes);
  const movies = readLines(join(folder, 'movies.csv'), moviesHeader, mistakes);
  const events = parseRatings(join(folder, 'ratings.csv'), ratings, mistakes);
  const titles = parseMovies(join(folder, 'movies.csv'), movies, mistakes);
  mistakes.throwIfAny();
  return { ...events, titles };
}

/** The lines below the header; none after a mistake about the file itself. */
function readLines(file: string, header: string, mistakes: MistakeList): string[] {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) {
    mistakes.add({ file, got: stats ? 'not a file' : 'no such file', expected: `a CSV file with header ${header}` });
    return [];
  }
  if (stats.size > LARGEST_FILE) {
    mistakes.add({ file, got: `${stats.size} bytes`, expected: `at most ${LARGEST_FILE} bytes` });
    return [];
  }
  const lines = readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length === 0) {
    mistakes.add({ file, got: 'an empty file', expected: `the header ${header}, then one row a line` });
    return [];
  }
  if (lines[0] !== header) {
    mistakes.add({ file, line: 1, got: `header "${lines[0]}"`, expected: `header ${header}` });
    return [];
  }
  if (lines.length === 1) mistakes.add({ file, line: 1, got: 'no row below the header', expected: 'at least one row' });
  return lines.slice(1);
}

function parseRatings(file: string, lines: readonly string[], mistakes: MistakeList): Omit<WatchLog, 'titles'> {
  const user_id = new Int32Array(lines.length);
  const contents_code = new Int32Array(lines.length);
  const event_time = new Float64Array(lines.length);
  const rating = new Float32Array(lines.length);
  lines.forEach((text, row) => {
    const line = row + 2;
    const fields = text.split(',');
    if (fields.length !== 4) {
      mistakes.add({ file, line, got: `${fields.length} fields in "${text}"`, expected: `4 fields: ${ratingsHeader}` });
      return;
    }
    const number = (index: number, field: string, expected: string, valid: (value: number) => boolean): number => {
      const raw = fields[index]!;
      const value = /^-?\d+(\.\d+)?$/.test(raw) ? Number(raw) : Number.NaN;
      if (!valid(value)) mistakes.add({ file, line, got: `${field} "${raw}"`, expected });
      return value;
    };
    user_id[row] = number(0, 'userId', `an integer from 1 to ${LARGEST_ID}`, isId);
    contents_code[row] = number(1, 'movieId', `an integer from 1 to ${LARGEST_ID}`, isId);
    rating[row] = number(2, 'rating', 'a number from 0.5 to 5', (value) => value >= 0.5 && value <= 5);
    event_time[row] = number(3, 'timestamp', `whole epoch seconds from 0 to ${LATEST}`, isTime);
  });
  return { user_id, contents_code, event_time, rating };
}

function parseMovies(file: string, lines: readonly string[], mistakes: MistakeList): Map<number, Title> {
  const titles = new Map<number, Title>();
  lines.forEach((text, row) => {
    const line = row + 2;
    const fields = splitCsvLine(text);
    if (fields?.length !== 3) {
      const got = fields ? `${fields.length} fields in "${text}"` : `a quote that does not close in "${text}"`;
      mistakes.add({ file, line, got, expected: `3 fields: ${moviesHeader}` });
      return;
    }
    const [id, title, genres] = fields as [string, string, string];
    const code = /^\d+$/.test(id) ? Number(id) : Number.NaN;
    if (!isId(code))
      mistakes.add({ file, line, got: `movieId "${id}"`, expected: `an integer from 1 to ${LARGEST_ID}` });
    else titles.set(code, { title, genres: genres === '(no genres listed)' ? [] : genres.split('|') });
  });
  return titles;
}

const isId = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= LARGEST_ID;
const isTime = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < LATEST;
