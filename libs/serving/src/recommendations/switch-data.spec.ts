import { setTimeout as sleep } from 'node:timers/promises';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { bucketOf } from './bucket.ts';
import { POINTER_KEY } from './keys.ts';
import { dataHistory, listDataVersions } from './list-data.ts';
import { keyAttributes } from './recommendation-item.ts';
import { deleteDataVersion, expireSuperseded } from './retire-data-version.ts';
import { readPointer, versionFor } from './served-pointer.ts';
import { rollbackData, servedData, switchData, tryData } from './switch-data.ts';
import { CutOff, cutOffClient } from './testing/cut-off.ts';
import { filmRows, films, filmsTable, plainFilms, type FilmsTable } from './testing/films.ts';
import { recommendationsIn } from './testing/table-contents.ts';
import { writeRecommendations } from './write-recommendations.ts';

const DAY = 86_400_000;
const why = 'spec';

describe('which data version is served', () => {
  const plane = withPlane();

  const pass = (ms: number): void => void plane.clock.set({ time: plane.clock.now() + ms });
  /** Versions `1` to `count`, a day apart. */
  const written = async (count: number, users = 30, model = films): Promise<FilmsTable> => {
    const context = await filmsTable(plane);
    for (let version = 1; version <= count; version += 1) {
      const now = () => plane.clock.now() + version * DAY;
      await writeRecommendations(model, String(version), filmRows(users, version), context, { now });
    }
    return context;
  };
  const states = async (context: FilmsTable) => {
    const all = [];
    for await (const { version, state, role } of listDataVersions(films, context)) all.push([version, state, role]);
    return all;
  };

  it('is switched in one write, and taken back by one verb; the history says who and why', async () => {
    const context = await written(2);
    await expect(switchData(films, '3', context, { why })).rejects.toMatchObject({
      code: 'DATA_VERSION_UNKNOWN',
      allowed: ['1', '2'],
    });
    await expect(rollbackData(films, context, { why })).rejects.toMatchObject({ code: 'DATA_NOTHING_TO_ROLL_BACK' });
    await switchData(films, '1', context, { why: 'first' });
    await switchData(films, '2', context, { why: 'fresh', by: 'arn:aws:iam::111111111111:user/ann' });
    expect(await servedData(films, context)).toMatchObject({ stable: '2', previous: '1' });
    await rollbackData(films, context, { why: 'worse' });
    expect(await servedData(films, context)).toMatchObject({ stable: '1' });
    expect(await dataHistory(films, context)).toMatchObject([
      { verb: 'rollback', from: '2', to: '1', why: 'worse' },
      { verb: 'serve', from: '1', to: '2', why: 'fresh', by: 'arn:aws:iam::111111111111:user/ann' },
      { verb: 'serve', to: '1', why: 'first', by: expect.stringMatching(/^arn:aws:.*111111111111/) },
    ]);
    await expect(rollbackData(films, context, { why })).rejects.toMatchObject({ code: 'DATA_NOTHING_TO_ROLL_BACK' });
    expect(await states(context)).toEqual([
      ['1', 'complete', 'served'],
      ['2', 'complete', undefined],
    ]);
  });

  it('is switched by one of many at a time', async () => {
    const context = await written(3);
    await switchData(films, '1', context, { why });
    const outcomes = await Promise.allSettled(
      ['2', '3', '2', '3'].map((version) => switchData(films, version, context, { why, expected: '1' })),
    );
    const lost = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : [],
    );
    expect(lost).toEqual(['DATA_SWITCH_LOST', 'DATA_SWITCH_LOST', 'DATA_SWITCH_LOST']);
    expect((await dataHistory(films, context)).map(({ revision }) => revision)).toEqual([2, 1]);
  });

  it('may be another for a share of the users, the same ones when the share grows', async () => {
    const context = await written(2);
    await expect(tryData(films, '2', 0.1, context, { why })).rejects.toMatchObject({ code: 'DATA_NOTHING_SERVED' });
    await switchData(films, '1', context, { why });
    await expect(tryData(films, '2', 1.1, context, { why })).rejects.toMatchObject({ code: 'DATA_SHARE_INVALID' });
    await expect(tryData(films, '1', 0.1, context, { why })).rejects.toMatchObject({ code: 'DATA_VERSION_IN_USE' });
    const pointer = await tryData(films, '2', 0.2, context, { why });
    const users = Array.from({ length: 1000 }, (_, user) => String(user));
    const tried = users.filter((user) => versionFor(pointer, user) === '2');
    expect(tried).toEqual(users.filter((user) => bucketOf(user, '2') < 0.2));
    const more = await tryData(films, '2', 0.6, context, { why });
    expect(tried.every((user) => versionFor(more, user) === '2')).toBe(true);
    expect(await states(context)).toEqual([
      ['1', 'complete', 'served'],
      ['2', 'complete', 'tried'],
    ]);
    const dropped = await rollbackData(films, context, { why, expected: '2' });
    expect(versionFor(dropped, tried[0]!)).toBe('1');
    await expect(rollbackData(films, context, { why, expected: '2' })).rejects.toMatchObject({
      code: 'DATA_SWITCH_LOST',
    });
    await tryData(films, '2', 1, context, { why });
    expect(await switchData(films, '2', context, { why })).toMatchObject({ stable: '2', previous: '1' });
    expect((await dataHistory(films, context)).map(({ verb, share }) => [verb, share])).toEqual([
      ['serve', undefined],
      ['try', 1],
      ['drop', undefined],
      ['try', 0.6],
      ['try', 0.2],
      ['serve', undefined],
    ]);
  });

  it(
    'never expires, nor does the one before it; those before that do, but for what is popular',
    { timeout: 60_000 },
    async () => {
      const context = await written(4);
      const { dynamodb } = context.clients;
      const now = () => plane.clock.now();
      for (const version of ['1', '2', '3']) await switchData(films, version, context, { why, now });
      expect(await states(context)).toEqual([
        ['1', 'expiring', undefined],
        ['2', 'complete', 'previous'],
        ['3', 'complete', 'served'],
        ['4', 'complete', undefined],
      ]);
      const marked = (await recommendationsIn(dynamodb, context.table)).filter((item) => item['TTL']);
      const expiresAt = marked[0]!['TTL']!.N;
      expect(Number(expiresAt)).toBeCloseTo(now() / 1000 + 3 * 86_400, -1);
      expect(marked.every((item) => item['TTL']!.N === expiresAt)).toBe(true);
      expect(marked.filter(({ PK }) => PK!.S!.startsWith('U#'))).toHaveLength(30);

      // Months without a new version.
      pass(100 * DAY);
      const left = async () => {
        const count = new Map<string, number>();
        for (const { PK, SK } of await recommendationsIn(dynamodb, context.table)) {
          const [, version] = /V#(\d)/.exec(PK!.S!.startsWith('U#') || PK!.S === 'C#popular' ? SK!.S! : PK!.S!) ?? [];
          const kind = PK!.S === 'C#popular' ? 'popular' : 'items';
          count.set(`${version} ${kind}`, (count.get(`${version} ${kind}`) ?? 0) + 1);
        }
        return Object.fromEntries(count);
      };
      const whole = { popular: 1, items: 30 + 90 };
      const deadline = performance.now() + 20_000;
      while ('1 items' in (await left()) && performance.now() < deadline) {
        pass(60_000);
        await sleep(20);
      }
      expect(await left()).toEqual({
        '1 popular': 1,
        ...Object.fromEntries(
          ['2', '3', '4'].flatMap((version) => [
            [`${version} popular`, whole.popular],
            [`${version} items`, whole.items],
          ]),
        ),
      });
      await rollbackData(films, context, { why, now });
      await switchData(films, '4', context, { why, now });
      expect(await states(context)).toEqual([
        ['2', 'complete', 'previous'],
        ['3', 'expiring', undefined],
        ['4', 'complete', 'served'],
      ]);
      expect(await left()).not.toHaveProperty('1 popular');
    },
  );

  it('refuses to delete what is served or goes back, and deletes the rest, some at a time', async () => {
    const context = await written(3);
    for (const version of ['2', '3']) await switchData(films, version, context, { why });
    for (const version of ['2', '3']) {
      await expect(deleteDataVersion(films, version, context)).rejects.toMatchObject({ code: 'DATA_VERSION_IN_USE' });
    }
    expect(await deleteDataVersion(films, '1', context, { maxRows: 0 })).toEqual({ rows: 0, done: false });
    await expect(switchData(films, '1', context, { why })).rejects.toMatchObject({ code: 'DATA_VERSION_RETIRED' });
    await expect(writeRecommendations(films, '1', filmRows(2), context)).rejects.toMatchObject({
      code: 'DATA_VERSION_RETIRED',
    });
    expect(await deleteDataVersion(films, '1', context)).toEqual({ rows: 31, done: true });
    expect(await recommendationsIn(context.clients.dynamodb, context.table)).toHaveLength(2 * (31 + 90));
    await expect(deleteDataVersion(films, '1', context)).rejects.toMatchObject({ code: 'DATA_VERSION_UNKNOWN' });
    await writeRecommendations(films, '1', filmRows(2), context);
    await switchData(films, '1', context, { why });
  });

  it(
    'after a death at any answer of a switch is the old or the new one, and a repeat completes',
    { timeout: 60_000 },
    async () => {
      const context = await written(2, 2, plainFilms);
      for (const version of ['1', '2']) await switchData(plainFilms, version, context, { why });
      let outcome: unknown = new CutOff();
      for (let killAt = 0; outcome instanceof CutOff; killAt += 1) {
        const [old, served, next] = [1, 2, 3].map((version) => String(killAt + version)) as [string, string, string];
        const now = () => plane.clock.now() + Number(next) * DAY;
        await writeRecommendations(plainFilms, next, filmRows(2), context, { now });
        const dying = cutOffClient(context.clients.dynamodb, killAt);
        const dead = { ...context, clients: { ...context.clients, dynamodb: dying.client } };
        outcome = await switchData(plainFilms, next, dead, { why: 'dying', by: 'ann' }).catch(
          (error: unknown) => error,
        );
        const { stable, previous } = await servedData(films, context);
        expect([
          [served, old],
          [next, served],
        ]).toContainEqual([stable, previous]);
        await switchData(plainFilms, next, context, { why: 'again', by: 'ann' });
        await expireSuperseded(plainFilms, context);
        const newest = (await states(context)).filter(([version]) => Number(version) >= Number(old));
        expect(newest.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual([
          [old, 'expiring', undefined],
          [served, 'complete', 'previous'],
          [next, 'complete', 'served'],
        ]);
        const items = await recommendationsIn(context.clients.dynamodb, context.table);
        expect(items.filter((item) => item['TTL'])).toHaveLength(2 * Number(old));
        expect((await dataHistory(films, context, 3)).map(({ to }) => to)).toEqual([next, served, old]);
      }
    },
  );

  it('is read as the old or the new one while it is switched again and again', async () => {
    const context = await filmsTable(plane);
    for (const version of ['1', '2']) await writeRecommendations(plainFilms, version, filmRows(5), context);
    await switchData(plainFilms, '1', context, { why });
    const seen = new Set<string>();
    const state = { switching: true };
    const reader = (async () => {
      while (state.switching) {
        const { Item } = await context.clients.dynamodb.send(
          new GetItemCommand({ TableName: context.table, Key: keyAttributes(POINTER_KEY) }),
        );
        const { stable, previous, last } = readPointer(Item);
        seen.add(JSON.stringify([stable, previous, last?.to]));
      }
    })();
    for (let round = 0; round < 10; round += 1) await switchData(plainFilms, round % 2 ? '1' : '2', context, { why });
    state.switching = false;
    await reader;
    const whole = [
      ['1', null, '1'],
      ['2', '1', '2'],
      ['1', '2', '1'],
    ].map((each) => JSON.stringify(each));
    for (const each of seen) expect(whole).toContain(each);
  });
});
