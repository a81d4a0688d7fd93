/** The verbs of features, run on a plane: what they print, and what they refuse. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineModel } from '@gradus/core';
import { withPlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verbsOn } from '../testing/verbs-on.ts';

const SECONDS = 120_000;

const declared = { level: 0, notebook: { file: './shop.ipynb' }, serve: { recommendations: {} } } as const;
const shop = defineModel({
  name: 'shop',
  ...declared,
  features: {
    groups: {
      users: {
        recordIdentifier: 'user_id',
        eventTime: 'event_time',
        features: { user_id: 'String', event_time: 'String', watch_count: 'Integral' },
      },
      items: {
        recordIdentifier: 'item_id',
        eventTime: 'event_time',
        ttl: { days: 30 },
        features: { item_id: 'String', event_time: 'String', genre: 'String' },
      },
    },
    views: {
      profile: { groups: { users: { features: ['watch_count'] } } },
      ranking: { groups: { users: { features: ['watch_count'] }, items: { features: ['genre'] } } },
    },
  },
});
const plain = defineModel({ name: 'plain', ...declared });

const plane = withPlane();
let folder: string;
const gradus = verbsOn(plane, () => folder, [shop, plain]);
const file = (name: string, ...lines: string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};
/** So many seconds before now, as AWS writes a time. */
const ago = (seconds: number): string => `${new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19)}Z`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'feature-verbs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('before there is anything', () => {
  it('features says what makes a group', async () => {
    expect((await gradus('features', 'shop')).text).toMatch(
      /^users +not made yet +user_id +3 +online \+ offline +- +spec-shop-users$/m,
    );
    const { text } = await gradus('features', 'shop', 'ranking');
    expect(text).toContain('users: not made yet; gradus ingest shop users <file> makes and fills it');
    expect((await gradus('features', 'plain')).text).toContain('plain declares no features');
  });

  it.each([
    [['features', 'shp'], 'MODEL_UNKNOWN'],
    [['features', 'shop', 'usrs'], 'FEATURE_NAME_UNKNOWN'],
    [['features', 'plain', 'users'], 'FEATURES_NOT_DECLARED'],
    [['ingest', 'shop', 'usrs', 'users.csv'], 'FEATURE_NAME_UNKNOWN'],
    [['ingest', 'plain', 'users', 'users.csv'], 'FEATURES_NOT_DECLARED'],
    [['ingest', 'shop', 'users', 'users.csv', '--parallel', '0'], 'USAGE_OPTION'],
    [['online', 'shop', 'rankng', '42'], 'FEATURE_NAME_UNKNOWN'],
    [['online', 'shop', 'ranking', '42'], 'USAGE_OPTION'],
    [['online', 'shop', 'ranking', 'user_id=42'], 'USAGE_OPTION'],
    [['online', 'shop', 'profile', 'user=42'], 'USAGE_OPTION'],
    [['training-set', 'shop', 'ranking'], 'USAGE_ARGUMENT'],
    [['training-set', 'shop', 'ranking', '--spine', 'spine.csv'], 'USAGE_OPTION'],
    [['training-set', 'shop', 'ranking', '--spine', 'nowhere.csv', '--out', 'a.parquet'], 'INPUT_UNREADABLE'],
    [['training-set', 'shop', 'ranking', '--spine', 'spine.csv', '--athena'], 'USAGE_OPTION'],
    [['training-set', 'shop', 'ranking', '--spine', 'a.b', '--athena', '--time-type', 'stamp'], 'USAGE_OPTION'],
    [['training-set', 'shop', 'ranking', '--spine', 'a', '--out', 'b', '--as-of', 'yesterday'], 'USAGE_OPTION'],
  ])('%j is explained', async (args, code) => expect(gradus(...args)).rejects.toMatchObject({ code }));
});

describe('with records', { timeout: SECONDS }, () => {
  const users = ['user_id,event_time,watch_count', `42,${ago(7200)},7`, `42,${ago(600)},8`, `43,${ago(600)},1`];

  it('ingest makes the groups, writes, and goes on where it ended', async () => {
    const path = file('users.csv', ...users);
    const { text, value } = await gradus('ingest', 'shop', 'users', path, '--wait');
    expect(value).toMatchObject({ group: 'users', rows: 3, written: 3, rejected: 0, skipped: 0 });
    expect(text).toMatch(/^users: 3 rows, 3 records, in .* s.*\nThe offline store has them all\.$/);
    expect((await gradus('ingest', 'shop', 'users', path)).text).toMatch(/^users: 3 rows \(3 by an earlier run\)/);
    const items = file('items.ndjson', JSON.stringify({ item_id: 'm7', event_time: ago(3600), genre: 'drama' }));
    await gradus('ingest', 'shop', 'items', items, '--wait');
  });

  it('ingest names rows that are no records, or collects them', async () => {
    const path = file('bad.csv', users[0]!, `44,${ago(60)},many`, `45,${ago(60)},2`);
    await expect(gradus('ingest', 'shop', 'users', path)).rejects.toMatchObject({
      ...{ code: 'FEATURE_ROWS_INVALID', mistakes: [{ path: 'row 1: watch_count' }] },
    });
    const rejects = join(folder, 'rejects.ndjson');
    const { text } = await gradus('ingest', 'shop', 'users', path, '--rejects', rejects);
    expect(text).toContain(`1 of them is in ${rejects}, with what is wrong`);
    expect(JSON.parse(readFileSync(rejects, 'utf8'))).toMatchObject({ row: 1, values: { watch_count: 'many' } });
    await expect(gradus('ingest', 'shop', 'users', join(folder, 'nowhere.csv'))).rejects.toMatchObject({
      code: 'FEATURE_SOURCE_INVALID',
    });
  });

  it('features tells how fresh they are, and their statistics', async () => {
    const { text } = await gradus('features', 'shop', 'items');
    expect(text).toMatch(/^items: 1 record offline, the latest of .* ago, written /);
    expect(text).toMatch(/^genre +items +String +1h 0+m ago$/m);
    const { text: numbers } = await gradus('features', 'shop', 'profile', '--statistics');
    expect(numbers).toMatch(/^FEATURE +GROUP +RECORDS +NULLS/m);
    expect(numbers).toMatch(/^watch_count +users +\d+ +0 +/m);
  });

  it('online shows a column for each of few identifiers, a row for each of many', async () => {
    expect((await gradus('online', 'shop', 'profile', '42', '43', 'nobody')).text).toMatch(
      /^ +42 +43 +nobody\nwatch_count +8 +1 +-\nas of \(users\) +/,
    );
    expect((await gradus('online', 'shop', 'profile', '1', '2', '3', '42', '43')).text).toMatch(/^42 +8 +\d{4}-/m);
    const { value } = await gradus('online', 'shop', 'ranking', 'user_id=42,item_id=m7');
    expect(value).toMatchObject([{ user_id: '42', item_id: 'm7', features: { watch_count: 8, genre: 'drama' } }]);
  });

  it('training-set writes what was known at each time, or the query that says it', async () => {
    const spine = file('spine.csv', 'user_id,item_id,event_time', `42,m7,${ago(5000)}`, `42,m7,${ago(10)}`);
    const out = join(folder, 'train.parquet');
    const { text, value } = await gradus('training-set', 'shop', 'ranking', '--spine', spine, '--out', out);
    expect(value).toMatchObject({ file: out, rows: 2 });
    expect(text).toMatch(/: 2 rows in .* s; /);
    expect(existsSync(out)).toBe(true);
    await expect(
      gradus('training-set', 'shop', 'ranking', '--spine', spine, '--time', 'when', '--out', out),
    ).rejects.toMatchObject({ code: 'SPINE_COLUMNS' });
    const { text: query } = await gradus('training-set', 'shop', 'ranking', '--spine', 'lake.log', '--athena');
    expect(query).toContain('FROM "lake"."log"');
  });
});
