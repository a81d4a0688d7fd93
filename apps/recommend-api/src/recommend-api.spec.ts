/** The whole path on the plane: table, function, HTTP API, read over HTTP. */
import {
  GetFunctionConcurrencyCommand,
  GetProvisionedConcurrencyConfigCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { GetApisCommand, GetIntegrationsCommand, GetRoutesCommand } from '@aws-sdk/client-apigatewayv2';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { defineModel, type Model } from '@gradus/core';
import { TEST_ACCOUNTS, TEST_REGION, waitFor, withPlane } from '@gradus/plane/testing';
import {
  ensureRecommendationApi,
  ensureRecommendationTable,
  readRecommendations,
  recommendationApi,
  switchData,
  writeRecommendations,
  type RecommendationRow,
} from '@gradus/serving/recommendations';
import { beforeAll, describe, expect, it } from 'vitest';
import { recommendApiZip } from './recommend-api-zip.mjs';

const declare = (api: object = {}): Model =>
  defineModel({
    name: 'films',
    level: 0,
    notebook: { file: './films.ipynb' },
    serve: { recommendations: { types: ['like', 'watch'], contents: ['movie'], limit: 5, api } },
  });
const films = declare();
const rowsOf = (version: string): RecommendationRow[] => {
  const items = [0, 1, 2, 3, 4].map((rank) => ({ ContentID: `${version}-${rank}`, Score: 5 - rank }));
  return [{ popular: true, items }, ...['42', 'zoë/#1 %'].map((user) => ({ user, items: items.toReversed() }))];
};
const SECONDS = 120_000;

describe('recommendations over HTTP', { timeout: SECONDS }, () => {
  const plane = withPlane();
  let zip: Uint8Array;
  let url: string;

  const context = () => {
    const { dynamodb, sts, lambda, logs, apigatewayv2: apiGateway } = plane.clients();
    const account = TEST_ACCOUNTS[0].accountId;
    const roleArn = `arn:aws:iam::${account}:role/gradus`;
    const environment = { namespace: 'spec', account, region: TEST_REGION, roleArn, poll: { first: 10, most: 200 } };
    return { clients: { dynamodb, sts, lambda, logs, apiGateway }, environment };
  };
  const { FunctionName } = recommendationApi(films, 'spec').function;
  const versions = async (): Promise<number> => {
    const { Versions } = await plane.clients().lambda.send(new ListVersionsByFunctionCommand({ FunctionName }));
    return Versions!.length - 1; // less $LATEST
  };

  beforeAll(async () => {
    zip = await recommendApiZip();
    await ensureRecommendationTable(films, context());
    for (const version of ['1', '2']) await writeRecommendations(films, version, rowsOf(version), context());
    await switchData(films, '1', context(), { why: 'spec' });
    ({ url } = await ensureRecommendationApi(films, context(), zip));
  }, SECONDS);

  it('are built to the same bytes, well below a megabyte', async () => {
    expect(Buffer.from(await recommendApiZip()).equals(zip)).toBe(true);
    expect(zip.length).toBeLessThan(500_000);
  });

  it('are read by user, type and limit', async () => {
    const { value, etag } = await readRecommendations(films, '42', context(), { limit: 2 });
    expect(value).toMatchObject({
      ...{ user: '42', type: 'like', contents: 'movie', dataVersion: '1', source: 'user' },
      items: [
        { contentId: '1-4', score: 1 },
        { contentId: '1-3', score: 2 },
      ],
    });
    expect(await readRecommendations(films, '42', context(), { limit: 2, etag })).toEqual({ etag, value: 'unchanged' });
    expect((await readRecommendations(films, 'nobody', context(), { url })).value).toMatchObject({ source: 'popular' });
  });

  it('are read by ids of any text', async () => {
    const { value } = await readRecommendations(films, 'zoë/#1 %', context());
    expect(value).toMatchObject({ user: 'zoë/#1 %', source: 'user' });
  });

  it('are refused with the reason', async () => {
    await expect(readRecommendations(films, '42', context(), { limit: 99 })).rejects.toMatchObject({
      ...{ code: 'RECOMMENDATION_API_REFUSED', message: 'the limit "99" is not one', got: 400, allowed: ['1 to 5'] },
    });
    const post = await fetch(`${url}/recommendations/42`, { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect((await fetch(`${url}/recommendation/42`)).status).toBe(404);
    const head = await fetch(`${url}/recommendations/42`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    await expect(readRecommendations({ ...films, name: 'books' }, '42', context())).rejects.toMatchObject({
      code: 'RECOMMENDATION_API_MISSING',
    });
  });

  it('leave a line each in the access log', async () => {
    const { headers } = await fetch(`${url}/recommendations/42?limit=99`);
    const logged = await waitFor(async () => {
      const { events } = await plane.clients().logs.send(
        new FilterLogEventsCommand({
          logGroupName: '/gradus/spec-films-recommendations',
          filterPattern: `"${headers.get('apigw-requestid')}"`,
        }),
      );
      return events![0] && (JSON.parse(events![0].message!) as object);
    });
    expect(logged).toMatchObject({ status: '400', path: '/recommendations/42', integrationErrorMessage: '-' });
  });

  it('follow a switch of the data', async () => {
    await switchData(films, '2', context(), { why: 'spec' });
    await waitFor(async () => {
      const { value } = await readRecommendations(films, '42', context(), { url });
      return value !== 'unchanged' && value.dataVersion === '2';
    });
  });

  it('are ensured again without a change, and with new code or settings by a new version', async () => {
    const again = await ensureRecommendationApi(films, context(), zip);
    expect([again.url, again.functionVersion, await versions()]).toEqual([url, '1', 1]);
    const { apiGateway, lambda } = context().clients;
    const { Items: apis } = await apiGateway.send(new GetApisCommand({}));
    const { ApiId } = apis![0]!;
    const routes = await apiGateway.send(new GetRoutesCommand({ ApiId }));
    const integrations = await apiGateway.send(new GetIntegrationsCommand({ ApiId }));
    expect([apis!.length, routes.Items!.length, integrations.Items!.length]).toEqual([1, 1, 1]);

    const changed = declare({ memory: 256, reservedConcurrency: 5, cors: { origins: ['https://example.org'] } });
    const next = await ensureRecommendationApi(changed, context(), zip);
    expect([next.url, next.functionVersion]).toEqual([url, '2']);
    const concurrency = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
    expect(concurrency.ReservedConcurrentExecutions).toBe(5);
    const asked = await fetch(`${url}/recommendations/42`, { headers: { origin: 'https://example.org' } });
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([200, 'https://example.org']);

    const back = await ensureRecommendationApi(films, context(), zip);
    expect(back.functionVersion).toBe('3');
    expect((await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions).toBe(
      undefined,
    );
    const without = await fetch(`${url}/recommendations/42`, { headers: { origin: 'https://example.org' } });
    expect([without.status, without.headers.get('access-control-allow-origin')]).toEqual([200, null]);
  });

  it('keep environments ahead, within the share of the function, whichever way both change', async () => {
    const { lambda } = context().clients;
    const kept = async (): Promise<[number | undefined, number | undefined]> => {
      const provisioned = await lambda
        .send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier: 'live' }))
        .catch(() => undefined);
      const share = await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
      return [provisioned?.AvailableProvisionedConcurrentExecutions, share.ReservedConcurrentExecutions];
    };
    await ensureRecommendationApi(declare({ reservedConcurrency: 3, provisionedConcurrency: 2 }), context(), zip);
    expect(await kept()).toEqual([2, 3]);
    const { value } = await readRecommendations(films, '42', context(), { url });
    expect(value).toMatchObject({ source: 'user' });
    await ensureRecommendationApi(declare({ reservedConcurrency: 1, provisionedConcurrency: 1 }), context(), zip);
    expect(await kept()).toEqual([1, 1]);
    await ensureRecommendationApi(declare({ reservedConcurrency: 2, provisionedConcurrency: 2 }), context(), zip);
    expect(await kept()).toEqual([2, 2]);
    await ensureRecommendationApi(films, context(), zip);
    expect(await kept()).toEqual([undefined, undefined]);
  });
});
