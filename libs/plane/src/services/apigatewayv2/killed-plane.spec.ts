/** A plane that is killed in the middle of changes to APIs: what was acknowledged is there, and every API is whole. */
import {
  CreateApiCommand,
  CreateRouteCommand,
  DeleteApiCommand,
  GetApisCommand,
  GetDeploymentsCommand,
  GetIntegrationsCommand,
  GetRoutesCommand,
  GetStagesCommand,
} from '@aws-sdk/client-apigatewayv2';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { killablePlane, type KillablePlane } from '../../testing/killable-plane.ts';

const MINUTE = 60_000;

let plane: KillablePlane;
const server = createServer((req, res) => res.end(req.url));

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  plane = await killablePlane([]);
}, MINUTE);
afterAll(async () => {
  await plane.end();
  server.closeAllConnections();
  server.close();
}, MINUTE);

const target = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
const client = () => plane.clients().apigatewayv2;

/** How many routes, integrations, stages and deployments each API has. */
const parts = async (): Promise<number[][]> => {
  const { Items } = await client().send(new GetApisCommand({}));
  return Promise.all(
    Items!.map(async ({ ApiId }) => {
      const input = { ApiId };
      const lists = await Promise.all([
        client().send(new GetRoutesCommand(input)),
        client().send(new GetIntegrationsCommand(input)),
        client().send(new GetStagesCommand(input)),
        client().send(new GetDeploymentsCommand(input)),
      ]);
      return lists.map((list) => list.Items!.length);
    }),
  );
};

it(
  'keeps what it acknowledged, and no part of an API without the others',
  async () => {
    const create = () => client().send(new CreateApiCommand({ Name: 'kept', ProtocolType: 'HTTP', Target: target() }));
    const kept = await create();
    await plane.arm(1);
    await expect(create()).rejects.toThrow();
    await plane.restart();
    expect(await parts()).toEqual([
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ]);
    const serve = async (): Promise<string> => (await fetch(`${plane.url}/_aws/execute-api/${kept.ApiId}/x/y`)).text();
    expect(await serve()).toBe('/x/y');

    await plane.arm(1);
    const route = new CreateRouteCommand({ ApiId: kept.ApiId, RouteKey: 'GET /z' });
    await expect(client().send(route)).rejects.toThrow();
    await plane.restart();
    expect((await parts())[0]).toEqual([2, 1, 1, 1]);
    expect((await fetch(`${plane.url}/_aws/execute-api/${kept.ApiId}/z`)).status).toBe(500);

    await plane.arm(1);
    await expect(client().send(new DeleteApiCommand({ ApiId: kept.ApiId }))).rejects.toThrow();
    await plane.restart();
    expect(await parts()).toEqual([[1, 1, 1, 1]]);
    expect((await plane.rows())['apigatewayv2_part']).toBe(4);
  },
  MINUTE,
);
