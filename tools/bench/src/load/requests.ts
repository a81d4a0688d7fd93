/** Requests as bytes, made and signed before the clock runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signRequest } from '@gradus/plane';

export const REGION = 'us-east-1';

export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The first key of the credentials file of a plane's folder. */
export const readKey = (dir: string): Key => {
  const text = readFileSync(join(dir, 'credentials'), 'utf8');
  const field = (name: string): string => new RegExp(`^${name} *= *(.+)$`, 'm').exec(text)![1]!.trim();
  return { accessKeyId: field('aws_access_key_id'), secretAccessKey: field('aws_secret_access_key') };
};

export const rawPost = (
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  method = 'POST',
): string => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const bytes = Buffer.from(body);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}content-length: ${bytes.length}\r\n\r\n${bytes.toString('latin1')}`;
};

/** A signed request that the plane accepts for five minutes, as an SDK would send it. */
export const signedPost = (
  { port, key }: { port: number; key: Key },
  call: {
    readonly service: string;
    readonly path: string;
    /** Encoded, without its question mark. */
    readonly query?: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly method?: string;
  },
): string => {
  const { service, path, query, headers, body, method = 'POST' } = call;
  const unsigned = { method, path, headers: { host: `127.0.0.1:${port}`, ...headers }, body, ...(query && { query }) };
  const signed = signRequest(unsigned, key, { region: REGION, service });
  return rawPost(query ? `${path}?${query}` : path, signed, body, method);
};

/** A signed call of SageMaker's control plane. */
export const sagemakerCall = (plane: { port: number; key: Key }, operation: string, input: object): string =>
  signedPost(plane, {
    service: 'sagemaker',
    path: '/',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `SageMaker.${operation}` },
    body: JSON.stringify(input),
  });
