import { createServer, type AddressInfo } from 'node:net';
import { ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { awsClients } from './clients.ts';
import { isUnreachable } from './unreachable.ts';

/** A port that nobody listens on by now. */
const closedPort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

afterEach(() => void vi.unstubAllEnvs());

describe('a client whose endpoint nobody answers', () => {
  it('says so, after its own retries, with the remedy', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const endpoint = `http://127.0.0.1:${await closedPort()}`;
    const clients = awsClients({ region: 'us-east-1', connection: { endpoint } });
    const error: unknown = await clients.sagemaker.send(new ListModelsCommand({})).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'AWS_UNREACHABLE',
      message: `nothing answers at ${endpoint}`,
      remedy: 'Start the plane, then do it again: gradus up',
      cause: { code: 'ECONNREFUSED' },
    });
    expect(isUnreachable(error)).toBe(true);
    clients.close();
  });
});

describe('isUnreachable', () => {
  it('knows a connection that broke while a body was read', () =>
    expect(isUnreachable(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))).toBe(true));

  it.each([new Error('x'), Object.assign(new Error('no'), { name: 'ValidationException' }), 'ECONNRESET', undefined])(
    'does not take %s for one',
    (error) => expect(isUnreachable(error)).toBe(false),
  );
});
