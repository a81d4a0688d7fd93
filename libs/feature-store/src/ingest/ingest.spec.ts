import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FeatureRecord } from '@gradus/core';
import { withPlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureFeatureGroups } from '../groups/ensure-feature-groups.ts';
import { withEngine } from '../offline/duckdb.ts';
import { onlineRecords } from '../online/online-records.ts';
import { films, storeOn } from '../testing/films.ts';
import { ingest } from './ingest.ts';

type User = FeatureRecord<typeof films, 'users'>;

const START = 1_750_000_000;
const users = (count: number, more: Partial<User> = {}): User[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ user_id: `u${n}`, event_time: START + n, watch_count: n, mean_rating: n / 4, ...more },
  }));

const rejection = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error as { code: string; mistakes: { path: string; message: string; got: unknown; remedy?: string }[] };
};

describe('ingest', () => {
  const plane = withPlane();
  const store = () => storeOn(plane.clients());
  let folder: string;
  const file = (name: string, text?: string): string => {
    if (text !== undefined) writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-ingest-'));
    await ensureFeatureGroups(films, store());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const counts = async (ids: readonly string[]) =>
    (await onlineRecords(films, 'users', ids, store())).map((record) => record?.features['watch_count']);

  it('writes an iterable, telling how far it is', async () => {
    const told: number[] = [];
    async function* source() {
      yield* users(330);
    }
    const report = await ingest(films, 'users', source(), store(), { onProgress: ({ written }) => told.push(written) });
    expect(report).toMatchObject({ rows: 330, written: 330, rejected: 0, skipped: 0 });
    expect(told).toEqual(Array.from({ length: 14 }, (_, n) => Math.min(330, (n + 1) * 25)));
    expect(await counts(['u0', 'u329', 'u330'])).toEqual([0, 329, undefined]);
  });

  it('reads CSV, with quotes, empty cells and a column to leave out', async () => {
    const path = file(
      'users.csv',
      'user_id,event_time,watch_count,mean_rating,country,note\n"c,1",2026-01-31T12:05:09Z,5,0.5,"a ""b"" c",x\nc2,2026-01-31T12:05:09Z,,,,y\n',
    );
    expect(await ingest(films, 'users', path, store(), { ignore: ['note'] })).toMatchObject({ written: 2 });
    const [first, second] = await onlineRecords(films, 'users', ['c,1', 'c2'], store());
    expect(first!.features).toEqual({
      ...{ user_id: 'c,1', event_time: 1_769_861_109, watch_count: 5, mean_rating: 0.5, country: 'a "b" c' },
    });
    expect(second!.features).toMatchObject({ watch_count: null, country: null });
  });

  it('reads NDJSON and Parquet', async () => {
    const rows = users(60).map((user) => ({ ...user, user_id: `n${user.user_id}` }));
    const path = file('users.ndjson', `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
    expect(await ingest(films, 'users', path, store())).toMatchObject({ written: 60 });
    expect(await counts(['nu59'])).toEqual([59]);
    const parquet = file('users.parquet');
    await withEngine({}, (engine) =>
      engine.run(
        `COPY (SELECT 'p' || n AS user_id, ${START}.5 + n AS event_time, n::BIGINT AS watch_count FROM range(70) t(n)) TO '${parquet}'`,
      ),
    );
    expect(await ingest(films, 'users', parquet, store())).toMatchObject({ written: 70 });
    expect(await counts(['p69'])).toEqual([69]);
  });

  it('tells what is wrong, row by row, and sends nothing after it', async () => {
    const rows = users(40).map((user) => ({ ...user, user_id: `s${user.user_id}` })) as Record<string, unknown>[];
    Object.assign(rows[30]!, { watch_count: 1.5, user_id: null, colour: 'red' });
    Object.assign(rows[35]!, { event_time: START * 1000, country: 'two\nlines' });
    const error = await rejection(ingest(films, 'users', rows as unknown as User[], store()));
    expect(error.code).toBe('FEATURE_ROWS_INVALID');
    expect(error.mistakes).toMatchObject([
      { path: 'row 31: user_id', message: 'is missing' },
      { path: 'row 31: watch_count', got: 1.5, message: 'is not Integral' },
      { path: 'row 31: colour', message: 'is no feature of the group' },
      { path: 'row 36: event_time', got: START * 1000, message: 'is no event time' },
      { path: 'row 36: country', got: 'two\nlines', message: 'is not String' },
    ]);
    expect(await counts(['su24', 'su29', 'su31'])).toEqual([24, 29, undefined]);
  });

  it('refuses times that are written in several ways, naming the rows', async () => {
    const times = ['2026-01-31T12:05:09Z', '2026-01-31T12:05:09.123Z', '2026-01-31T13:05:09+01:00', START, 'yesterday'];
    const rows = times.map((event_time, n) => ({ user_id: `t${n}`, event_time })) as unknown as User[];
    const { mistakes } = await rejection(ingest(films, 'users', rows, store()));
    expect(mistakes.map(({ path, message }) => [path, message])).toEqual([
      ['row 2: event_time', 'is written otherwise than in the rows before: ISO 8601, milliseconds, Z'],
      ['row 3: event_time', 'is written otherwise than in the rows before: ISO 8601, seconds, +01:00'],
      ['row 4: event_time', 'is written otherwise than in the rows before: seconds'],
      ['row 5: event_time', 'is no event time'],
    ]);
  });

  it('collects rejected rows in a file, in their order, and writes the others', async () => {
    const rows = users(300).map((user, n) => ({ ...user, user_id: `r${n}`, watch_count: n % 3 ? n : 0.5 }));
    const rejects = file('rejects.ndjson');
    const report = await ingest(films, 'users', rows, store(), { rejects });
    expect(report).toMatchObject({ rows: 300, written: 200, rejected: 100 });
    const lines = readFileSync(rejects, 'utf8').trim().split('\n');
    const told = lines.map((line) => JSON.parse(line) as { row: number; mistakes: { path: string }[]; values: User });
    expect(told.map(({ row }) => row)).toEqual(Array.from({ length: 100 }, (_, n) => n * 3 + 1));
    expect(told[1]).toMatchObject({ mistakes: [{ path: 'watch_count', got: 0.5 }], values: { user_id: 'r3' } });
  });

  it('does a file once, and goes on where an iterable was left', async () => {
    const path = file(
      'once.ndjson',
      users(50)
        .map((user) => JSON.stringify({ ...user, user_id: `o${user.user_id}` }))
        .join('\n'),
    );
    expect(await ingest(films, 'users', path, store())).toMatchObject({ written: 50, skipped: 0 });
    expect(await ingest(films, 'users', path, store())).toMatchObject({ rows: 50, written: 50, skipped: 50 });
    expect(await ingest(films, 'users', path, store(), { restart: true })).toMatchObject({ written: 50, skipped: 0 });

    const rows = users(200).map((user) => ({ ...user, user_id: `i${user.user_id}` }));
    function* broken() {
      yield* rows.slice(0, 110);
      throw new Error('the source broke');
    }
    const options = { resumeAs: 'rows' };
    await expect(ingest(films, 'users', broken(), store(), options)).rejects.toThrow('the source broke');
    const report = await ingest(films, 'users', rows, store(), options);
    expect(report).toMatchObject({ rows: 200, written: 200, skipped: 100 });
    expect(await counts(['iu0', 'iu199'])).toEqual([0, 199]);
    const other = rows.map((row) => ({ ...row, watch_count: 1 }));
    expect((await rejection(ingest(films, 'users', other, store(), options))).code).toBe('FEATURE_SOURCE_CHANGED');
    expect((await rejection(ingest(films, 'users', rows.slice(0, 5), store(), options))).code).toBe(
      'FEATURE_SOURCE_CHANGED',
    );
  });

  it('keeps the first of two records of one identifier and event time, and the later event time', async () => {
    const rows = [1, 2, 3].map((watch_count) => ({ user_id: 'tie', event_time: START, watch_count }));
    await ingest(films, 'users', rows.slice(0, 1), store());
    await ingest(films, 'users', rows, store());
    expect(await counts(['tie'])).toEqual([1]);
    const late = { user_id: 'tie', event_time: START + 1, watch_count: 9 };
    await ingest(films, 'users', [late, rows[1]!], store());
    expect(await counts(['tie'])).toEqual([9]);
  });

  it.each([
    ['nothing.csv', undefined, 'is not there'],
    ['rows.txt', 'x', 'is of no known kind'],
    ['bad.ndjson', '{"user_id":"a","event_time":1}\n{"user', 'line 2 is no JSON'],
    ['list.ndjson', '[]', 'line 1 is no object'],
    ['bad.parquet', 'PAR1', 'cannot be read'],
    ['bad.csv', 'user_id,event_time\n"a,1\n', 'cannot be read'],
  ])('says of %s that it cannot be read', (name, text, message) =>
    expect(ingest(films, 'users', file(name, text), store())).rejects.toMatchObject({
      code: 'FEATURE_SOURCE_INVALID',
      message: expect.stringContaining(message),
    }),
  );

  it('ends when it is told to, and without a group', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(ingest(films, 'users', users(9), store(), { signal })).rejects.toThrow('enough');
    const nowhere = storeOn(plane.clients(), 'nowhere');
    expect((await rejection(ingest(films, 'users', users(9), nowhere))).code).toBe('FEATURE_GROUP_MISSING');
  });
});
