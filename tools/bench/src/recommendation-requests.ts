/** The requests that a recommendation is made of: the whole of it, and each layer by itself. */
import { keyAttributes, userKey } from '@gradus/serving/recommendations';
import { signedPost } from './load/requests.ts';
import type { BenchPlane } from './process/bench-plane.ts';

export const plainGet = (port: number, path: string): string =>
  `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`;

/** GetItem of one user's recommendations. */
export const getItem = (plane: BenchPlane, table: string, version: string, user: number): string =>
  signedPost(plane, {
    ...{ service: 'dynamodb', path: '/' },
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.GetItem' },
    body: JSON.stringify({
      TableName: table,
      Key: keyAttributes(userKey(String(user), { version, type: 'like', contents: 'item' })),
    }),
  });

/** Invoke with the event that API Gateway would make. */
export const invoke = (plane: BenchPlane, aliasArn: string, user: number): string => {
  const rawPath = `/recommendations/${user}`;
  const [name, alias] = aliasArn.split(':').slice(-2);
  return signedPost(plane, {
    ...{ service: 'lambda', path: `/2015-03-31/functions/${name}/invocations`, query: `Qualifier=${alias}` },
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ version: '2.0', routeKey: 'ANY /recommendations/{user}', rawPath, rawQueryString: '' },
      headers: { host: `127.0.0.1:${plane.port}` },
      requestContext: {
        ...{ accountId: '000000000000', apiId: 'bench', requestId: `bench-${user}`, stage: '$default' },
        http: { method: 'GET', path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
      },
      pathParameters: { user: String(user) },
      isBase64Encoded: false,
    }),
  });
};
