/** The handler on a table of the plane, called as Lambda calls it. */
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { defineModel, type Model } from '@gradus/core';
import { withPlane } from '@gradus/plane/testing';
import {
  bucketOf,
  deleteDataVersion,
  ensureRecommendationTable,
  keyAttributes,
  rollbackData,
  switchData,
  tableName,
  tryData,
  userKey,
  writeRecommendations,
  type RecommendationRow,
} from '@gradus/serving/recommendations';
import { describe, expect, it } from 'vitest';
import type { ApiAnswer } from './api-event.ts';
import { recommendHandler } from './recommend-handler.ts';
import { POINTER_MS, recommendationReader } from './recommendation-reader.ts';
import { event, settings } from './testing/api-events.ts';

const films: Model = defineModel({
  name: 'films',
  level: 0,
  notebook: { file: './films.ipynb' },
  serve: { recommendations: { types: ['like', 'watch'], contents: ['movie', 'series'], limit: 5 } },
});
const why = 'spec';
const users = Array.from({ length: 20 }, (_, user) => String(user));
const rowsOf = (version: string): RecommendationRow[] => {
  const items = (whose: string) =>
    Array.from({ length: 5 }, (_, rank) => ({ ContentID: `${version}-${whose}-${rank}`, Score: 5 - rank }));
  return [{ popular: true, items: items('all') }, ...users.map((user) => ({ user, items: items(user) }))];
};

interface Body {
  readonly dataVersion: string;
  readonly source: string;
  readonly items: readonly { readonly contentId: string; readonly score: number }[];
  readonly message: string;
}
const bodyOf = ({ body }: ApiAnswer) => JSON.parse(body!) as Body;

describe('recommendHandler', () => {
  const plane = withPlane();
  let tables = 0;

  /** A handler, the lines it wrote, and a clock of its own. */
  const serving = async (versions: readonly string[] = ['1', '2']) => {
    tables += 1;
    const { dynamodb, sts } = plane.clients();
    const environment = { namespace: `spec${tables}`, poll: { first: 5, most: 50 } };
    const context = { clients: { dynamodb, sts }, environment };
    await ensureRecommendationTable(films, context);
    for (const version of versions) await writeRecommendations(films, version, rowsOf(version), context);
    if (versions[0] !== undefined) await switchData(films, versions[0], context, { why });
    const table = tableName(films, environment.namespace);
    const time = { now: Date.UTC(2026, 0, 2), elapsed: 0 };
    const clocks = { now: () => time.now, elapsed: () => time.elapsed };
    const lines: string[] = [];
    const handler = recommendHandler({
      settings: { ...settings, table },
      reader: recommendationReader(dynamodb, table, clocks),
      clocks,
      write: (line) => lines.push(line),
    });
    return { handler, context, table, time, lines };
  };

  it("answers with the user's own, cut to the limit, or with the popular", async () => {
    const { handler } = await serving();
    const own = await handler(event('7', { limit: '2' }));
    expect(own).toMatchObject({
      statusCode: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'private, no-cache' },
    });
    expect(bodyOf(own)).toMatchObject({
      ...{ user: '7', type: 'like', contents: 'movie', dataVersion: '1', source: 'user' },
      items: [
        { contentId: '1-7-0', score: 5 },
        { contentId: '1-7-1', score: 4 },
      ],
    });
    expect(bodyOf(await handler(event('nobody')))).toMatchObject({
      source: 'popular',
      items: [0, 1, 2, 3, 4].map((rank) => ({ contentId: `1-all-${rank}` })),
    });
  });

  it('sends nothing to a client that has it already', async () => {
    const { handler } = await serving();
    const { etag } = (await handler(event('7'))).headers;
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const tag of [etag!, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await handler(event('7', {}, { headers: { 'if-none-match': tag } }));
      expect(again).toEqual({ statusCode: 304, headers: { etag, 'cache-control': 'private, no-cache' } });
    }
    expect((await handler(event('8', {}, { headers: { 'if-none-match': etag! } }))).statusCode).toBe(200);
    const head = await handler(event('7', {}, { method: 'HEAD' }));
    expect([head.statusCode, head.headers['etag'], head.body]).toEqual([200, etag, undefined]);
  });

  it('says what is wrong, and what is not there', async () => {
    const { handler } = await serving();
    const wrong = await handler(event('7', { limit: '99' }));
    expect([wrong.statusCode, bodyOf(wrong)]).toEqual([
      400,
      { message: 'the limit "99" is not one', allowed: ['1 to 5'] },
    ]);
    const method = await handler(event('7', {}, { method: 'POST' }));
    expect([method.statusCode, method.headers['allow']]).toEqual([405, 'GET, HEAD']);
    const nothing = await handler(event('7', { type: 'watch' }));
    expect([nothing.statusCode, bodyOf(nothing).message]).toEqual([
      404,
      'data of films has nothing of type watch and contents movie',
    ]);
    const empty = await serving([]);
    expect(await empty.handler(event('7'))).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
  });

  it('never serves what has expired, swept or not', async () => {
    const { handler, context, table, time } = await serving();
    const expire = (user: string, at: number) =>
      context.clients.dynamodb.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyAttributes(userKey(user, { version: '1', type: 'like', contents: 'movie' })),
          UpdateExpression: 'SET #ttl = :at',
          ExpressionAttributeNames: { '#ttl': 'TTL' },
          ExpressionAttributeValues: { ':at': { N: String(at) } },
        }),
      );
    await expire('7', time.now / 1000);
    await expire('8', time.now / 1000 + 1);
    expect(bodyOf(await handler(event('7'))).source).toBe('popular');
    expect(bodyOf(await handler(event('8'))).source).toBe('user');
  });

  it('follows a switch within seconds, and a rollback', async () => {
    const { handler, context, time } = await serving();
    const version = async () => bodyOf(await handler(event('7'))).dataVersion;
    expect(await version()).toBe('1');
    await switchData(films, '2', context, { why });
    expect(await version()).toBe('1');
    time.elapsed += POINTER_MS;
    expect(await version()).toBe('2');
    await rollbackData(films, context, { why });
    time.elapsed += POINTER_MS;
    expect(await version()).toBe('1');
  });

  it('serves a trial to its share of the users, each from one version only', async () => {
    const { handler, context } = await serving();
    await tryData(films, '2', 0.4, context, { why });
    for (const user of users) {
      const body = bodyOf(await handler(event(user)));
      const expected = bucketOf(user, '2') < 0.4 ? '2' : '1';
      expect(body.dataVersion).toBe(expected);
      expect(body.items.map(({ contentId }) => contentId)).toEqual(
        [0, 1, 2, 3, 4].map((rank) => `${expected}-${user}-${rank}`),
      );
    }
  });

  it('finds its way when the version that it knew was deleted', async () => {
    const { handler, context } = await serving(['1', '2', '3']);
    expect(bodyOf(await handler(event('7'))).dataVersion).toBe('1');
    for (const version of ['2', '3']) await switchData(films, version, context, { why });
    await deleteDataVersion(films, '1', context);
    expect(bodyOf(await handler(event('7')))).toMatchObject({ dataVersion: '3', source: 'user' });
  });

  it('writes one line for each request, of which CloudWatch makes metrics', async () => {
    const { handler, lines, time } = await serving();
    await handler(event('7'));
    await handler(event('nobody'));
    await handler(event('7', { limit: 'x' }));
    const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed).toMatchObject([
      {
        level: 'info',
        status: 200,
        coldStart: true,
        source: 'user',
        Popular: 0,
        DataVersion: '1',
        requestId: 'request-1',
      },
      { status: 200, coldStart: false, source: 'popular', Popular: 1 },
      { status: 400, Latency: 0 },
    ]);
    expect(parsed[0]!['_aws']).toEqual({
      Timestamp: time.now,
      CloudWatchMetrics: [
        {
          Namespace: 'Gradus/Recommendations',
          Dimensions: [
            ['Model', 'Namespace'],
            ['Model', 'Namespace', 'DataVersion'],
          ],
          Metrics: [
            { Name: 'Latency', Unit: 'Milliseconds' },
            { Name: 'Popular', Unit: 'Count' },
          ],
        },
      ],
    });
  });

  it('answers 503 while DynamoDB is busy or away; fails, and says why in its log, where it is at fault', async () => {
    const { lines, time } = await serving();
    const failing = (error: Error) =>
      recommendHandler({
        settings,
        reader: { find: () => Promise.reject(error) },
        clocks: { now: () => time.now, elapsed: () => 0 },
        write: (line) => lines.push(line),
      });
    const busy = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    expect(await failing(busy)(event('7'))).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
    await expect(failing(new TypeError('a bug'))(event('7'))).rejects.toThrow('a bug');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 'error', status: 503, error: { name: 'ThrottlingException', message: 'slow down' } },
      {
        level: 'error',
        status: 500,
        error: { name: 'TypeError', stack: expect.stringContaining('recommend-handler') },
      },
    ]);
  });
});
