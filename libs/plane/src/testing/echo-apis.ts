/** A server on this machine that says what it was asked, and HTTP APIs in front of it. */
import {
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  type ApiGatewayV2Client,
  type Cors,
  type CreateStageCommandInput,
} from '@aws-sdk/client-apigatewayv2';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import { rawRequest, type RawAnswer, type RawRequest } from './raw-request.ts';
import type { SuitePlane } from './with-plane.ts';

export interface Echo {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly bytes: number;
}

/** Says what it was asked, of a long body the beginning; `/slow` never answers, `/cors` has CORS headers of its own. */
const echoServer = (): Server =>
  createServer((req, res) => {
    if (req.url!.startsWith('/slow')) return;
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const { method, url, headers } = req;
      const whole = Buffer.concat(chunks);
      const body = whole.toString('latin1', 0, 100);
      res.writeHead(url!.startsWith('/teapot') ? 418 : 200, {
        ...{ 'Content-Type': 'application/json', 'Set-Cookie': ['a=1', 'b=2'] },
        'Access-Control-Allow-Origin': 'https://integration.example',
      });
      res.end(JSON.stringify({ method, url, headers, body, bytes: whole.length }));
    });
  });

export interface EchoAnswer extends RawAnswer {
  /** What the server was asked, when it answered 200. */
  readonly echo: Echo | undefined;
}

/** What API Gateway answers itself. */
export const refusal = (status: number, message: string): { status: number; body: string } => ({
  status,
  body: JSON.stringify({ message }),
});

export interface EchoApis {
  readonly client: () => ApiGatewayV2Client;
  /** Makes an integration with the server's `uri`. @returns the target of a route */
  readonly integrate: (apiId: string, uri: string, more?: object) => Promise<string>;
  /** Makes an API whose routes go to paths of the server, and one stage. @returns its id */
  readonly createApi: (routes: Readonly<Record<string, string>>, options?: EchoApiOptions) => Promise<string>;
  /** Asks an API of the plane. */
  readonly ask: (apiId: string, path: string, request?: RawRequest) => Promise<EchoAnswer>;
  /** The server's address. */
  readonly upstream: string;
}

export interface EchoApiOptions {
  readonly cors?: Cors;
  /** Default `$default`, which deploys by itself. */
  readonly stage?: Omit<CreateStageCommandInput, 'ApiId'>;
  readonly iam?: boolean;
}

/** Starts the server before the tests of the file (or the `describe`) that calls it, and closes it after them. */
export const withEchoApis = (plane: SuitePlane): EchoApis => {
  const server = echoServer();
  let upstream = '';
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const client = (): ApiGatewayV2Client => plane.clients().apigatewayv2;
  const integrate = async (ApiId: string, uri: string, more: object = {}): Promise<string> => {
    const proxy = { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY', PayloadFormatVersion: '1.0' } as const;
    const integration = { ApiId, IntegrationUri: upstream + uri, ...proxy, ...more };
    return `integrations/${(await client().send(new CreateIntegrationCommand(integration))).IntegrationId}`;
  };
  /** An API whose routes go to paths of the server. */
  const createApi = async (
    routes: Readonly<Record<string, string>>,
    { cors: CorsConfiguration, stage = { StageName: '$default', AutoDeploy: true }, iam = false }: EchoApiOptions = {},
  ): Promise<string> => {
    const api = { Name: 'spec', ProtocolType: 'HTTP', CorsConfiguration } as const;
    const { ApiId } = await client().send(new CreateApiCommand(api));
    for (const [RouteKey, uri] of Object.entries(routes)) {
      const Target = await integrate(ApiId!, uri);
      const route = { ApiId, RouteKey, Target, ...(iam && { AuthorizationType: 'AWS_IAM' as const }) };
      await client().send(new CreateRouteCommand(route));
    }
    await client().send(new CreateStageCommand({ ApiId, ...stage }));
    return ApiId!;
  };
  const ask = async (apiId: string, path: string, more: RawRequest = {}): Promise<EchoAnswer> => {
    const answer = await rawRequest(plane.url, { method: 'GET', ...more, path: `/_aws/execute-api/${apiId}${path}` });
    return {
      ...answer,
      echo: answer.status === 200 && answer.body !== '' ? (JSON.parse(answer.body) as Echo) : undefined,
    };
  };
  return {
    ...{ client, integrate, createApi, ask },
    get upstream() {
      return upstream;
    },
  };
};
