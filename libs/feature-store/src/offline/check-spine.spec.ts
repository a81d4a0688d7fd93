/** What is wrong with a spine is said with its rows, its values and the remedy. */
import { isGradusError, type GradusError } from '@gradus/core';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { featureView } from '../groups/feature-group.ts';
import { films } from '../testing/films.ts';
import { withEngine } from './duckdb.ts';
import { joinView } from './join-view.ts';
import { readRows } from './read-rows.ts';
import type { Spine } from './spine.ts';

const view = featureView(films, 'spec', 'ranking');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spine-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const rowsOf = (from: Spine['from'], time?: string): Promise<Record<string, unknown>[]> =>
  withEngine({}, async (engine) => {
    const query = await joinView(engine, view, { from, ...(time !== undefined && { time }) }, async () => []);
    const rows: Record<string, unknown>[] = [];
    for await (const batch of readRows(engine.connection, query())) rows.push(...batch);
    return rows;
  });

const mistakeOf = async (from: Spine['from'], time?: string): Promise<GradusError> => {
  const error: unknown = await rowsOf(from, time).catch((thrown: unknown) => thrown);
  if (!isGradusError(error)) throw new Error('the spine was accepted', { cause: error });
  return error;
};

const file = async (name: string, lines: readonly string[]): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, lines.join('\n'));
  return path;
};

const row = (event_time: string | number | null | Date, user_id = 'u1') => ({ user_id, item_id: 1, event_time });

describe('columns', () => {
  it('names every missing one with its near match', async () => {
    const { code, mistakes } = await mistakeOf([{ userid: 'u1', item_id: 1, event_tme: 5 }]);
    expect(code).toBe('SPINE_COLUMNS');
    expect(mistakes).toMatchObject([
      { path: 'event_time', allowed: ['userid', 'item_id', 'event_tme'], remedy: expect.stringContaining('event_tme') },
      { path: 'user_id', remedy: expect.stringContaining('userid') },
    ]);
  });

  it('refuses one that is named as a feature', async () => {
    const { code, mistakes } = await mistakeOf([{ ...row(5), country: 'jp' }]);
    expect(code).toBe('SPINE_COLUMNS');
    expect(mistakes).toMatchObject([{ path: 'country', remedy: expect.stringContaining('prefix') }]);
  });

  it('refuses ids of another type', async () => {
    const error = await mistakeOf([{ user_id: 7, item_id: 'seven', event_time: 5 }]);
    expect(error).toMatchObject({
      code: 'SPINE_TYPE_DIFFERS',
      mistakes: [
        { path: 'user_id', got: 'BIGINT', allowed: ['VARCHAR'] },
        { path: 'item_id', got: 'VARCHAR', allowed: ['BIGINT'] },
      ],
    });
  });

  it('names rows of a text file whose ids are of another type', async () => {
    const path = await file('ids.csv', ['user_id,item_id,event_time', '1,2,5', '1,x,5', '1,,5']);
    expect(await mistakeOf(path)).toMatchObject({
      code: 'SPINE_TYPE_DIFFERS',
      mistakes: [{ path: 'row 2', got: 'x' }],
    });
  });

  it('names rows whose values do not fit those before', async () => {
    const error = await mistakeOf([row(5), row(6), { ...row(7), item_id: 'x' as unknown as number }]);
    expect(error).toMatchObject({ code: 'SPINE_INVALID', mistakes: [{ path: 'row 3', got: 'x' }] });
  });

  it('says which file cannot be read', async () => {
    expect(await mistakeOf(join(folder, 'none.parquet'))).toMatchObject({
      code: 'SPINE_UNREADABLE',
      got: join(folder, 'none.parquet'),
    });
  });
});

describe('times', () => {
  it('takes no time that is written in no format told of, though DuckDB reads it', async () => {
    const spine = ['user_id,item_id,event_time', '1,2,2024-04-01T10:00:00Z', '1,2,2024-04-01 10:00'];
    expect(await mistakeOf(await file('minutes.csv', spine))).toMatchObject({
      code: 'SPINE_TIME_INVALID',
      mistakes: [{ path: 'row 2', got: '2024-04-01 10:00' }],
    });
  });

  it('names the first ten rows without one, of how many', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => row(index % 2 ? null : '2026-01-01T00:00:00Z'));
    const error = await mistakeOf(rows);
    expect(error).toMatchObject({ code: 'SPINE_TIME_INVALID', message: expect.stringContaining('15 rows') });
    expect(error.mistakes).toHaveLength(10);
    expect(error.mistakes![0]).toMatchObject({ path: 'row 2', got: null });
  });

  it.each([
    ['a day that is none', '2026-02-30T00:00:00Z'],
    ['words', 'yesterday'],
  ])('names rows with %s', async (_, text) => {
    expect(await mistakeOf([row('2026-01-01T00:00:00Z'), row(text)])).toMatchObject({
      code: 'SPINE_TIME_INVALID',
      mistakes: [{ path: 'row 2', got: text }],
    });
  });

  it('refuses milliseconds', async () => {
    expect(await mistakeOf([row(1_700_000_000), row(1_700_000_000_000)])).toMatchObject({
      code: 'SPINE_TIME_INVALID',
      mistakes: [{ path: 'row 2', got: '1700000000000' }],
      remedy: expect.stringContaining('milliseconds'),
    });
  });

  it.each([
    ['zones', '2026-01-01T00:00:00+09:00', 'yyyy-MM-ddTHH:mm:ss+09:00'],
    ['no zone', '2026-01-01T00:00:00', 'yyyy-MM-ddTHH:mm:ss without a zone'],
    ['separators', '2026-01-01 00:00:00Z', 'yyyy-MM-dd HH:mm:ssZ'],
    ['days', '2026-01-01', 'yyyy-MM-dd'],
    ['seconds', '1767225600.5', 'seconds since 1970'],
  ])('names rows that differ: %s', async (_, text, format) => {
    const rows = [row('2026-01-01T00:00:00Z'), row('2026-01-01T00:00:00.123Z'), row(text)];
    expect(await mistakeOf(rows)).toMatchObject({
      code: 'SPINE_TIME_MIXED',
      got: ['yyyy-MM-ddTHH:mm:ssZ', format],
      allowed: ['yyyy-MM-ddTHH:mm:ssZ'],
      mistakes: [{ path: 'row 3', got: text }],
    });
  });

  it('names rows of files too', async () => {
    const lines = ['user_id,item_id,event_time', '1,2,2026-01-01T00:00:00Z', '1,2,1767225600'];
    expect(await mistakeOf(await file('mixed.csv', lines))).toMatchObject({ mistakes: [{ path: 'row 2' }] });
    const json = lines.slice(1).map((line) => {
      const [user_id, , at] = line.split(',');
      return JSON.stringify({ user_id, item_id: 2, event_time: at!.startsWith('2') ? at : Number(at) });
    });
    expect(await mistakeOf(await file('mixed.ndjson', json))).toMatchObject({
      code: 'SPINE_TIME_MIXED',
      mistakes: [{ path: 'row 2', got: '1767225600' }],
    });
  });
});

describe('what is accepted', () => {
  it('keeps the rows, their order and columns, of every form', async () => {
    const plain = [row(3, 'c'), row(1, 'a'), row(2, 'a')];
    const csv = await file('plain.csv', ['user_id,item_id,event_time', 'c,1,3', 'a,1,1', 'a,1,2']);
    const json = await file(
      'plain.ndjson',
      plain.map((each) => JSON.stringify(each)),
    );
    const missing = { watch_count: null, country: null, item_mean_rating: null };
    for (const from of [plain, json, { sql: `SELECT * FROM read_json('${json}')` }]) {
      expect(await rowsOf(from)).toEqual(plain.map((each) => ({ ...each, ...missing })));
    }
    expect(await rowsOf(csv)).toEqual(
      plain.map((each) => ({ ...each, event_time: String(each.event_time), ...missing })),
    );
  });

  it('keeps rows without an id, and a time of another name', async () => {
    const rows = [
      { user_id: null, item_id: 1, at: new Date(5) },
      { user_id: 'u1', item_id: null, at: new Date(6) },
    ];
    expect((await rowsOf(rows, 'at')).map(({ at }) => at)).toEqual([new Date(5), new Date(6)]);
  });
});
