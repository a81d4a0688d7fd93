import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { awsClients, verifyAccount } from './clients.ts';
import { defineConfig } from './config.ts';
import { resolveEnvironment, selectEnvironment, type Environment } from './environment.ts';

const requests: (IncomingMessage & { port?: number | undefined })[] = [];
const answers: number[] = [];
const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
  <Arn>arn:aws:iam::000000000000:user/someone</Arn><UserId>AIDA</UserId><Account>000000000000</Account>
  </GetCallerIdentityResult></GetCallerIdentityResponse>`;
const server = createServer((request, response) => {
  requests.push(Object.assign(request, { port: request.socket.remotePort }));
  request.resume().on('end', () => {
    const status = answers.shift() ?? 200;
    response.writeHead(status, { 'content-type': 'text/xml' }).end(request.method === 'HEAD' ? undefined : identity);
  });
});
let workspaceRoot: string;
let environment: Environment;

beforeAll(async () => {
  workspaceRoot = await mkdtemp(join(tmpdir(), 'gradus-clients-'));
  await mkdir(join(workspaceRoot, '.gradus'));
  const key = 'aws_access_key_id = AKIALOCAL\naws_secret_access_key = secret\n';
  await writeFile(join(workspaceRoot, '.gradus/credentials'), `[local]\n${key}`);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const planeUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = defineConfig({ environments: { local: { plane: true } } });
  environment = resolveEnvironment(selectEnvironment(config), { workspaceRoot, planeUrl });
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  awsClients(environment).close();
  await new Promise((resolve) => server.close(resolve));
  await rm(workspaceRoot, { recursive: true });
});

describe('awsClients', () => {
  it('makes each client once', () => {
    expect(awsClients(environment)).toBe(awsClients({ ...environment }));
    expect(awsClients(environment).s3).toBe(awsClients(environment).s3);
  });

  it('signs with the profile of the environment, whatever the shell says', async () => {
    vi.stubEnv('AWS_PROFILE', 'someone-else');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIASHELL');
    await awsClients(environment).sts.send(new GetCallerIdentityCommand({}));
    expect(requests.at(-1)?.headers.authorization).toMatch(/Credential=AKIALOCAL\/\d{8}\/us-east-1\/sts\//);
  });

  it('keeps connections alive', async () => {
    for (let call = 0; call < 5; call += 1) await awsClients(environment).sts.send(new GetCallerIdentityCommand({}));
    expect(new Set(requests.slice(-5).map(({ port }) => port)).size).toBe(1);
  });

  it('addresses buckets by path and tries again after a server error', async () => {
    answers.push(503);
    await awsClients(environment).s3.send(new HeadBucketCommand({ Bucket: environment.bucket }));
    expect(requests.at(-1)?.url).toMatch(/^\/gradus-000000000000-us-east-1\/?$/);
    expect(requests.at(-1)?.headers['amz-sdk-request']).toBe('attempt=2; max=5');
  });
});

describe('verifyAccount', () => {
  it('accepts the account of the environment', () => expect(verifyAccount(environment)).resolves.toBeUndefined());

  it('refuses another', () =>
    expect(verifyAccount({ ...environment, account: '111111111111' })).rejects.toMatchObject({
      code: 'ENVIRONMENT_WRONG_ACCOUNT',
      got: '000000000000',
      allowed: ['111111111111'],
    }));
});
