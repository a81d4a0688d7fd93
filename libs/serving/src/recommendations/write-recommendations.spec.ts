import {
  DynamoDBClient,
  type BatchWriteItemCommandInput,
  type BatchWriteItemCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import type { RecommendationRow } from './recommendation-row.ts';
import { switchData } from './switch-data.ts';
import { CutOff, cutOffClient } from './testing/cut-off.ts';
import { filmRows, films, filmsFor, filmsTable, plainFilms } from './testing/films.ts';
import { recommendationsIn, tableContents } from './testing/table-contents.ts';
import { writeRecommendations } from './write-recommendations.ts';

const NOON = Date.UTC(2026, 0, 2, 12);
const atNoon = { now: () => NOON };

describe('writeRecommendations', () => {
  const plane = withPlane();

  it('writes the items of the design, who was recommended what, and a record of the version', async () => {
    const context = await filmsTable(plane);
    const rows: RecommendationRow[] = [
      { popular: true, items: [{ ContentID: 'a', Score: 9 }] },
      { user: '42#ü', items: ['b', 'c', 'a', 'd'].map((ContentID, rank) => ({ ContentID, Score: 0.5 - rank / 10 })) },
    ];
    const written = await writeRecommendations(films, '1', rows, context, atNoon);
    expect(written).toMatchObject({ state: 'complete', rows: 2, reverseRows: 3, popular: ['like#movie'], chunks: 1 });
    expect(await recommendationsIn(context.clients.dynamodb, context.table)).toEqual([
      ...['a', 'b', 'c'].map((content) => ({
        PK: { S: `C#${content}#V#1` },
        SK: { S: 'U#42%23ü' },
        CreatedAt: { S: '2026-01-02T12:00:00.000Z' },
      })),
      {
        PK: { S: 'C#popular' },
        SK: { S: 'V#1#RT#like#CT#movie' },
        RecommendItems: { L: [{ M: { ContentID: { S: 'a' }, Score: { N: '9' } } }] },
        CreatedAt: { S: '2026-01-02T12:00:00.000Z' },
      },
      {
        PK: { S: 'U#42%23ü' },
        SK: { S: 'V#1#RT#like#CT#movie' },
        RecommendItems: {
          L: ['0.5', '0.4', '0.3'].map((N, rank) => ({ M: { ContentID: { S: 'bca'[rank] }, Score: { N } } })),
        },
        CreatedAt: { S: '2026-01-02T12:00:00.000Z' },
      },
    ]);
  });

  it('writes the same rows again, in any order, to the same items; refuses others', async () => {
    const context = await filmsTable(plane);
    const rows = filmRows(60);
    const first = await writeRecommendations(films, '1', rows, context);
    const before = await tableContents(context.clients.dynamodb, context.table);
    expect(await writeRecommendations(films, '1', rows.toReversed(), context)).toEqual(first);
    expect(await tableContents(context.clients.dynamodb, context.table)).toEqual(before);
    await expect(writeRecommendations(films, '1', filmRows(61), context)).rejects.toMatchObject({
      code: 'DATA_VERSION_DIFFERS',
    });
  });

  it.each<[string, RecommendationRow[], object]>([
    ['no popular row', [{ user: '1', items: filmsFor(1, 1) }], { code: 'POPULAR_MISSING' }],
    ['no rows', [], { code: 'POPULAR_MISSING' }],
    [
      'a user twice',
      [...filmRows(3), { user: '2', items: filmsFor(9, 1) }],
      { message: /^row 5 is the second of U#2/ },
    ],
    ['an unknown type', [{ user: '1', type: 'lik', items: filmsFor(1, 1) }], { message: /unknown type/ }],
    ['no items', [{ user: '1', items: [] }], { message: 'row 1 has no items' }],
    ['a score that is none', [{ user: '1', items: [{ ContentID: 'a', Score: NaN }] }], { got: NaN }],
    ['a content twice', [{ user: '1', items: [...filmsFor(1, 1), filmsFor(1, 1)[0]!] }], { message: /twice/ }],
    ['an id that is empty', [{ user: '', items: filmsFor(1, 1) }], { code: 'RECOMMENDATION_KEY_INVALID' }],
    ['no user', [{ items: filmsFor(1, 1) } as unknown as RecommendationRow], { message: /neither or both/ }],
  ])('refuses %s, and the version cannot be served', async (_what, rows, expected) => {
    const context = await filmsTable(plane);
    await expect(writeRecommendations(films, '1', rows, context)).rejects.toMatchObject(
      Object.fromEntries(
        Object.entries(expected).map(([name, value]) => [
          name,
          value instanceof RegExp ? expect.stringMatching(value) : (value as unknown),
        ]),
      ),
    );
    await expect(switchData(films, '1', context, { why: 'spec' })).rejects.toMatchObject({
      code: 'DATA_VERSION_INCOMPLETE',
    });
  });

  it('refuses an item that DynamoDB would not take, with the remedy', async () => {
    const context = await filmsTable(plane);
    const wide = { ...plainFilms, serve: { recommendations: { ...plainFilms.serve.recommendations!, limit: 1000 } } };
    const items = Array.from({ length: 1000 }, (_, index) => ({ ContentID: `${index}-${'x'.repeat(400)}`, Score: 1 }));
    await expect(
      writeRecommendations(wide, '1', [...filmRows(1), { user: 'wide', items }], context),
    ).rejects.toMatchObject({ code: 'RECOMMENDATION_TOO_LARGE', remedy: expect.stringContaining('limit') });
    const less = items.slice(0, 850);
    await writeRecommendations(wide, '2', [...filmRows(1), { user: 'wide', items: less }], context);
  });

  it('sends again what DynamoDB leaves unprocessed, and tells how far it is', async () => {
    const context = await filmsTable(plane);
    const { region, credentials, endpoint } = context.clients.dynamodb.config;
    const dynamodb = new DynamoDBClient({ region, credentials, endpoint: endpoint! });
    let withheld = 0;
    dynamodb.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          const [table, requests] =
            Object.entries((args.input as BatchWriteItemCommandInput).RequestItems ?? {})[0] ?? [];
          if (commandName !== 'BatchWriteItemCommand' || table === undefined || requests!.length < 2) return next(args);
          const half = requests!.length >> 1;
          const input = { RequestItems: { [table]: requests!.slice(0, half) } };
          const answer = await next({ ...args, input });
          withheld += requests!.length - half;
          const output = { ...answer.output, UnprocessedItems: { [table]: requests!.slice(half) } };
          return { ...answer, output: output as BatchWriteItemCommandOutput };
        },
      { step: 'initialize', name: 'withhold' },
    );
    const seen: number[] = [];
    const written = await writeRecommendations(
      plainFilms,
      '1',
      filmRows(100),
      { ...context, clients: { ...context.clients, dynamodb } },
      { onProgress: ({ rows }) => seen.push(rows) },
    );
    dynamodb.destroy();
    expect(withheld).toBeGreaterThan(100);
    expect([written.rows, seen]).toEqual([101, [101]]);
    expect(await recommendationsIn(context.clients.dynamodb, context.table)).toHaveLength(101);
  });

  it('reads rows no faster than it writes them', async () => {
    const context = await filmsTable(plane);
    let read = 0;
    let written = 0;
    let ahead = 0;
    const rows = function* () {
      for (const row of filmRows(4000)) {
        read += 1;
        ahead = Math.max(ahead, read - written);
        yield row;
      }
    };
    await writeRecommendations(plainFilms, '1', rows(), context, {
      parallel: 2,
      onProgress: (progress) => {
        written = progress.rows;
      },
    });
    expect(read).toBe(4001);
    expect(ahead).toBeLessThanOrEqual(4 * 500);
  });

  describe('a writer that dies', () => {
    // Long ids make small chunks: 150 of these to a chunk.
    const long = (user: number) => `${'u'.repeat(970)}${'-'.repeat(10)}${user}`;
    const rowsOf = (version: number): RecommendationRow[] => [
      ...filmRows(340, version, long),
      { popular: true, type: 'watch', items: filmsFor(1, version) },
      { user: long(3), type: 'watch', items: filmsFor(3, version + 1) },
    ];

    it(
      'after any answer leaves nothing that a run with the same rows does not complete',
      { timeout: 120_000 },
      async () => {
        const whole = await filmsTable(plane);
        const counting = cutOffClient(whole.clients.dynamodb, Infinity);
        const options = { ...atNoon, parallel: 3 };
        await writeRecommendations(
          films,
          '1',
          rowsOf(1),
          { ...whole, clients: { ...whole.clients, dynamodb: counting.client } },
          options,
        );
        const expected = await recommendationsIn(whole.clients.dynamodb, whole.table);
        expect(expected.length).toBeGreaterThan(343 + 340 * 3);
        const step = Math.ceil(counting.answers / 12);
        for (let killAt = 1; killAt < counting.answers; killAt += step) {
          const context = await filmsTable(plane);
          const dying = cutOffClient(context.clients.dynamodb, killAt);
          const dead = { ...context, clients: { ...context.clients, dynamodb: dying.client } };
          await expect(writeRecommendations(films, '1', rowsOf(1), dead, options)).rejects.toBeInstanceOf(CutOff);
          await writeRecommendations(films, '1', rowsOf(1), context, options);
          expect(await recommendationsIn(context.clients.dynamodb, context.table), `killed at ${killAt}`).toEqual(
            expected,
          );
        }
      },
    );

    it('leaves nothing that a run with other rows does not take back', { timeout: 120_000 }, async () => {
      const whole = await filmsTable(plane);
      const options = { ...atNoon, parallel: 3 };
      const changed = rowsOf(1).flatMap((row, index): RecommendationRow[] => {
        if (index < 200) return [row];
        return index % 3 === 0 ? [] : [{ ...row, items: filmsFor(index, 5) }];
      });
      const counting = cutOffClient(whole.clients.dynamodb, Infinity);
      const counted = { ...whole, clients: { ...whole.clients, dynamodb: counting.client } };
      await writeRecommendations(films, '1', changed, counted, options);
      const expected = await recommendationsIn(whole.clients.dynamodb, whole.table);
      for (const share of [0.4, 0.7, 0.95]) {
        const killAt = Math.floor(counting.answers * share);
        const context = await filmsTable(plane);
        const dying = cutOffClient(context.clients.dynamodb, killAt);
        const dead = { ...context, clients: { ...context.clients, dynamodb: dying.client } };
        await expect(writeRecommendations(films, '1', rowsOf(1), dead, options)).rejects.toBeInstanceOf(CutOff);
        // It dies again on the way back.
        const again = cutOffClient(context.clients.dynamodb, killAt);
        const deadAgain = { ...context, clients: { ...context.clients, dynamodb: again.client } };
        await writeRecommendations(films, '1', changed, deadAgain, options).catch(() => undefined);
        await writeRecommendations(films, '1', changed, context, options);
        expect(await recommendationsIn(context.clients.dynamodb, context.table), `killed at ${killAt}`).toEqual(
          expected,
        );
      }
    });
  });

  it('gives way to a newer writer of the same version', async () => {
    const context = await filmsTable(plane);
    const slow = async function* () {
      yield* filmRows(600);
      await writeRecommendations(plainFilms, '1', filmRows(300), context);
    };
    await expect(writeRecommendations(plainFilms, '1', slow(), context)).rejects.toMatchObject({
      code: 'DATA_VERSION_TAKEN_OVER',
    });
  });
});
