import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WatchLogError } from './mistakes.ts';
import { readMovielens } from './read-movielens.ts';

const ratings = 'userId,movieId,rating,timestamp\r\n1,10,4.0,964982703\r\n2,11,0.5,964981247\r\n';
const movies =
  'movieId,title,genres\r\n10,"Good, the Bad, The (1966)",Action|Western\r\n11,Plain (1999),(no genres listed)\r\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-movielens-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (ratingsText: string, moviesText = movies): void => {
  writeFileSync(join(folder, 'ratings.csv'), ratingsText);
  writeFileSync(join(folder, 'movies.csv'), moviesText);
};

const failure = (path = folder): WatchLogError => {
  try {
    readMovielens(path);
  } catch (error) {
    if (error instanceof WatchLogError) return error;
    throw error;
  }
  throw new Error('the folder was read');
};

describe('readMovielens', () => {
  it('reads CRLF, quoted titles and genres', () => {
    write(ratings);
    const log = readMovielens(folder);
    expect([...log.user_id]).toEqual([1, 2]);
    expect([...log.contents_code]).toEqual([10, 11]);
    expect([...log.rating]).toEqual([4, 0.5]);
    expect([...log.event_time]).toEqual([964982703, 964981247]);
    expect(log.titles.get(10)).toEqual({ title: 'Good, the Bad, The (1966)', genres: ['Action', 'Western'] });
    expect(log.titles.get(11)?.genres).toEqual([]);
  });

  it('reads LF, a byte order mark, and a last line without its end the same', () => {
    write(ratings);
    const expected = readMovielens(folder);
    write(`\uFEFF${ratings.replaceAll('\r', '').trimEnd()}`, movies.replaceAll('\r', '').trimEnd());
    expect(readMovielens(folder)).toEqual(expected);
  });

  it('names a folder that is missing', () => {
    const error = failure(join(folder, 'none'));
    expect(error.code).toBe('WATCH_LOG_UNREADABLE');
    expect(error.mistakes).toEqual([
      { file: join(folder, 'none'), got: 'no such folder', expected: 'a folder with ratings.csv and movies.csv' },
    ]);
  });

  it('names both files when both are missing', () => {
    expect(failure().mistakes.map(({ file, got }) => [file, got])).toEqual([
      [join(folder, 'ratings.csv'), 'no such file'],
      [join(folder, 'movies.csv'), 'no such file'],
    ]);
  });

  it.each([
    [
      'an empty file',
      '',
      undefined,
      'an empty file',
      'the header userId,movieId,rating,timestamp, then one row a line',
    ],
    ['a wrong header', 'user,movie\n1,2\n', 1, 'header "user,movie"', 'header userId,movieId,rating,timestamp'],
    ['a header alone', ratings.slice(0, 33), 1, 'no row below the header', 'at least one row'],
    ['too few fields', `${ratings}1,2\r\n`, 4, '2 fields in "1,2"', '4 fields: userId,movieId,rating,timestamp'],
    [
      'an empty line inside',
      ratings.replace('\r\n2', '\r\n\r\n2'),
      3,
      '1 fields in ""',
      '4 fields: userId,movieId,rating,timestamp',
    ],
    ['a user id that is none', `${ratings}x,1,3,5\r\n`, 4, 'userId "x"', 'an integer from 1 to 2147483647'],
    ['a movie id of zero', `${ratings}1,0,3,5\r\n`, 4, 'movieId "0"', 'an integer from 1 to 2147483647'],
    ['a rating out of range', `${ratings}1,1,5.5,5\r\n`, 4, 'rating "5.5"', 'a number from 0.5 to 5'],
    ['a rating that is none', `${ratings}1,1,NaN,5\r\n`, 4, 'rating "NaN"', 'a number from 0.5 to 5'],
    [
      'milliseconds',
      `${ratings}1,1,5,1700000000000\r\n`,
      4,
      'timestamp "1700000000000"',
      'whole epoch seconds from 0 to 4102444800',
    ],
    [
      'a timestamp with a pasted word',
      `${ratings}1,1,5,8473http\r\n`,
      4,
      'timestamp "8473http"',
      'whole epoch seconds from 0 to 4102444800',
    ],
  ])('names file, line, what stands there and what was expected: %s', (_, text, line, got, expected) => {
    write(text);
    const file = join(folder, 'ratings.csv');
    expect(failure().mistakes).toEqual([line === undefined ? { file, got, expected } : { file, line, got, expected }]);
  });

  it('names mistakes of movies.csv', () => {
    write(ratings, 'movieId,title,genres\n1,"open,Drama\n2,a,b,c\nx,Title,Drama\n');
    expect(failure().mistakes.map(({ line, got }) => [line, got])).toEqual([
      [2, 'a quote that does not close in "1,"open,Drama"'],
      [3, '4 fields in "2,a,b,c"'],
      [4, 'movieId "x"'],
    ]);
  });

  it('shows the first 20 mistakes and counts the rest', () => {
    write(`${ratings}${'1,1,9,5\r\n'.repeat(50)}`);
    const error = failure();
    expect(error.count).toBe(50);
    expect(error.mistakes).toHaveLength(20);
    expect(error.message).toContain('50 mistakes');
    expect(error.message).toContain(`${join(folder, 'ratings.csv')}:4: rating "9"; expected a number from 0.5 to 5`);
    expect(error.message).toContain('... and 30 more');
  });
});
