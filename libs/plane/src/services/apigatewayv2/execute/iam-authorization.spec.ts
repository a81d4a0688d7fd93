/** Routes that ask for a signature. */
import { describe, expect, it } from 'vitest';
import { refusal, withEchoApis } from '../../../testing/echo-apis.ts';
import { withPlane } from '../../../testing/index.ts';
import { signer } from '../../../testing/signer.ts';

describe('IAM authorization', () => {
  const plane = withPlane();
  const { ask, createApi } = withEchoApis(plane);

  const signed = async (
    apiId: string,
    { account = 0, service = 'execute-api', region = 'us-east-1', body = '' } = {},
  ) => {
    const request = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', query: {}, body };
    const { headers } = await signer(service, region, plane.accounts[account]!).sign({
      ...{ ...request, path: `/_aws/execute-api/${apiId}/a`, headers: { host: new URL(plane.url).host } },
    });
    return { method: 'POST', headers, body };
  };

  it('lets in who signs for the API in its account', async () => {
    const apiId = await createApi({ 'POST /a': '/' }, { iam: true });
    const { echo } = await ask(apiId, '/a', await signed(apiId, { body: 'hello' }));
    expect(echo).toMatchObject({ method: 'POST', body: 'hello' });
  });

  it('answers 403 to everybody else', async () => {
    const apiId = await createApi({ 'POST /a': '/' }, { iam: true });
    const good = await signed(apiId, { body: 'hello' });
    for (const request of [
      { method: 'POST', body: 'hello' },
      { ...good, body: 'other' },
      { ...good, headers: { ...good.headers, authorization: 'AWS4-HMAC-SHA256 nonsense' } },
      await signed(apiId, { account: 1 }),
      await signed(apiId, { service: 'lambda' }),
      await signed(apiId, { region: 'eu-west-1' }),
    ]) {
      expect(await ask(apiId, '/a', request)).toMatchObject(refusal(403, 'Forbidden'));
    }
  });
});
