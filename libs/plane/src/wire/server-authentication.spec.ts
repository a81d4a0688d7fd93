import { GetObjectCommand, CreateBucketCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateModelPackageGroupCommand, ListModelPackageGroupsCommand } from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { rawRequest, type RawAnswer, type RawRequest } from '../testing/raw-request.ts';
import { signer } from '../testing/signer.ts';
import { TEST_REGION, withPlane } from '../testing/index.ts';

const MINUTE = 60_000;
const GROUP = 'untouched';
const CREATE = JSON.stringify({ ModelPackageGroupName: GROUP });

describe('authentication', () => {
  let wall: number | undefined;
  const plane = withPlane({ wall: () => wall ?? Date.now() });

  interface Signed extends RawRequest {
    readonly service?: string;
    readonly region?: string;
    readonly time?: number;
    readonly accessKeyId?: string;
    readonly secretAccessKey?: string;
    readonly sessionToken?: string;
  }
  const signerOf = (signed: Signed) =>
    signer(signed.service ?? 'sagemaker', signed.region ?? TEST_REGION, {
      accessKeyId: signed.accessKeyId ?? plane.accounts[0]!.accessKeyId,
      secretAccessKey: signed.secretAccessKey ?? plane.accounts[0]!.secretAccessKey,
      ...(signed.sessionToken === undefined ? {} : { sessionToken: signed.sessionToken }),
    });
  const parts = (signed: Signed) => {
    const [path = '/', query = ''] = (signed.path ?? '/').split('?');
    return {
      ...{ method: signed.method ?? 'POST', protocol: 'http:', hostname: '127.0.0.1', path },
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: { host: new URL(plane.url).host, ...(signed.headers as Record<string, string>) },
      body: signed.body,
    };
  };
  /** Signs with the SDK's signer, then lets `tamper` change what travels. */
  const send = async (
    signed: Signed,
    tamper: (request: RawRequest) => RawRequest = (request) => request,
  ): Promise<RawAnswer> => {
    const { headers } = await signerOf(signed).sign(parts(signed), {
      signingDate: new Date(signed.time ?? Date.now()),
    });
    return rawRequest(plane.url, tamper({ ...signed, headers }));
  };
  const createGroup: Signed = {
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'SageMaker.CreateModelPackageGroup',
    },
    body: CREATE,
  };
  const putObject: Signed = {
    ...{ service: 's3', method: 'PUT', path: '/bucket/key', body: 'new' },
    headers: { 'x-amz-content-sha256': createHash('sha256').update('new').digest('hex') },
  };
  const identity: Signed = {
    service: 'sts',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  };
  const invoke: Signed = { path: '/endpoints/movies/invocations', body: '{}' };

  beforeAll(async () => {
    const { s3 } = plane.clients();
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: 'old' }));
  });
  const nothingChanged = async (): Promise<void> => {
    const { s3, sagemaker } = plane.clients();
    const groups = await sagemaker.send(new ListModelPackageGroupsCommand({}));
    expect(groups.ModelPackageGroupSummaryList).toEqual([]);
    const object = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }));
    expect(await object.Body!.transformToString()).toBe('old');
  };
  const unsigned = ({ headers, ...request }: RawRequest): RawRequest => {
    const { authorization, ...others } = headers as Record<string, string>;
    expect(authorization).toContain('AWS4-HMAC-SHA256');
    return { ...request, headers: others };
  };
  const withHeader =
    (name: string, value: string) =>
    (request: RawRequest): RawRequest => ({ ...request, headers: { ...request.headers, [name]: value } });
  const tamperedBody = (request: RawRequest): RawRequest => ({
    ...request,
    body: String(request.body).replace(/.$/, 'x'),
  });
  const badSignature = (request: RawRequest): RawRequest => {
    const authorization = String(request.headers?.['authorization']);
    return withHeader(
      'authorization',
      authorization.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    )(request);
  };

  describe.each([
    {
      ...{ name: 'json', request: createGroup, skew: 5 * MINUTE },
      unsignedIs: [400, 'MissingAuthenticationTokenException'],
      mismatch: [400, 'InvalidSignatureException'],
      tampered: [400, 'InvalidSignatureException'],
      skewed: [400, 'InvalidSignatureException'],
      unknown: [400, 'UnrecognizedClientException'],
      noRegion: [400, 'InvalidSignatureException'],
      incomplete: [400, 'IncompleteSignatureException'],
      tooLarge: [413, 'RequestEntityTooLargeException'],
    },
    {
      ...{ name: 'query', request: identity, skew: 5 * MINUTE },
      unsignedIs: [403, 'MissingAuthenticationToken'],
      mismatch: [403, 'SignatureDoesNotMatch'],
      tampered: [403, 'SignatureDoesNotMatch'],
      skewed: [403, 'SignatureDoesNotMatch'],
      unknown: [403, 'InvalidClientTokenId'],
      noRegion: [403, 'SignatureDoesNotMatch'],
      incomplete: [400, 'IncompleteSignature'],
      tooLarge: [413, 'RequestEntityTooLargeException'],
    },
    {
      ...{ name: 'rest-json', request: invoke, skew: 5 * MINUTE },
      unsignedIs: [403, 'MissingAuthenticationTokenException'],
      mismatch: [403, 'InvalidSignatureException'],
      tampered: [403, 'InvalidSignatureException'],
      skewed: [403, 'InvalidSignatureException'],
      unknown: [403, 'UnrecognizedClientException'],
      noRegion: [403, 'InvalidSignatureException'],
      incomplete: [400, 'IncompleteSignatureException'],
      tooLarge: [413, 'RequestEntityTooLargeException'],
    },
    {
      ...{ name: 's3', request: putObject, skew: 15 * MINUTE },
      unsignedIs: [403, 'AccessDenied'],
      mismatch: [403, 'SignatureDoesNotMatch'],
      tampered: [400, 'XAmzContentSHA256Mismatch'],
      skewed: [403, 'RequestTimeTooSkewed'],
      unknown: [403, 'InvalidAccessKeyId'],
      noRegion: [400, 'AuthorizationHeaderMalformed'],
      incomplete: [400, 'AuthorizationHeaderMalformed'],
      tooLarge: undefined,
    },
  ])('of $name', ({ request, skew, ...answers }) => {
    const refused = async (answer: Promise<RawAnswer>, expected: unknown): Promise<void> => {
      const { status, code } = await answer;
      expect([status, code]).toEqual(expected);
      await nothingChanged();
    };

    it('refuses an unsigned request', () => refused(send(request, unsigned), answers.unsignedIs));
    it('refuses a wrong signature', () => refused(send(request, badSignature), answers.mismatch));
    it('refuses a body that was tampered with', () => refused(send(request, tamperedBody), answers.tampered));
    it('refuses a path that was tampered with', () =>
      refused(
        send(request, (sent) => ({ ...sent, path: `${sent.path ?? '/'}?x=y` })),
        answers.mismatch,
      ));
    it('refuses a key that nobody has', () =>
      refused(send({ ...request, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }), answers.unknown));
    it('refuses the key of one with the secret of another', () =>
      refused(send({ ...request, secretAccessKey: plane.accounts[1]!.secretAccessKey }), answers.mismatch));
    it('refuses a header that is no signature', () =>
      refused(send(request, withHeader('authorization', 'AWS4-HMAC-SHA256 Credential=x')), answers.incomplete));
    it('refuses a scope of no region', async () => {
      for (const region of ['..', 'us-east', 'US-EAST-1', 'us-east-1\u00e9']) {
        await refused(send({ ...request, region }), answers.noRegion);
      }
    });
    it('refuses signed headers that are none', () =>
      refused(
        send(request, (sent) => {
          const authorization = String(sent.headers?.['authorization']);
          return withHeader(
            'authorization',
            authorization.replace('SignedHeaders=', 'SignedHeaders=__proto__;constructor;'),
          )(sent);
        }),
        answers.mismatch,
      ));
    it('refuses a signature that is too old or too new', async () => {
      await refused(send({ ...request, time: Date.now() - skew - 2000 }), answers.skewed);
      await refused(send({ ...request, time: Date.now() + skew + 2000 }), answers.skewed);
    });
    it('takes a signature that is just young enough', async () => {
      const answer = await send({ ...request, time: Date.now() - skew + 5000 }, tamperedBody);
      expect([answer.status, answer.code]).toEqual(answers.tampered);
      expect(answer.body).toContain('does not match');
    });
    it('refuses another host', async () => {
      for (const host of ['evil.example', `evil.example:${plane.plane.port}`, '127.0.0.1:1', '0.0.0.0']) {
        const { status } = await send(request, withHeader('host', host));
        expect(status).toBe(403);
      }
      await nothingChanged();
    });
    it.runIf(answers.tooLarge)('refuses a body that is too large', () =>
      refused(send({ ...request, body: 'x'.repeat(6 * 1024 * 1024 + 1) }), answers.tooLarge),
    );
    it('refuses a session that is over, and a token that is not its own', async () => {
      const { Credentials } = await plane.clients().sts.send(
        new AssumeRoleCommand({
          RoleArn: 'arn:aws:iam::111111111111:role/r',
          RoleSessionName: 'me',
          DurationSeconds: 900,
        }),
      );
      const session = {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      };
      expect((await send({ ...request, ...session, sessionToken: 'x' })).code).toMatch(
        /^(UnrecognizedClientException|InvalidClientTokenId|InvalidToken)$/,
      );
      wall = Date.now() + 901_000;
      try {
        expect((await send({ ...request, ...session, time: wall })).code).toMatch(/^ExpiredToken(Exception)?$/);
      } finally {
        wall = undefined;
      }
      await nothingChanged();
    });
  });

  describe('of presigned URLs', () => {
    const presign = async (signed: Signed, expiresIn: number, time = Date.now()): Promise<string> => {
      const { query, path } = await signerOf(signed).presign(
        { ...parts(signed), headers: { host: new URL(plane.url).host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
        { expiresIn, signingDate: new Date(time) },
      );
      return `${path}?${new URLSearchParams(query as Record<string, string>).toString()}`;
    };
    const get: Signed = { service: 's3', method: 'GET', path: '/bucket/key' };

    it('answers one', async () => {
      const answer = await rawRequest(plane.url, { method: 'GET', path: await presign(get, 60) });
      expect([answer.status, answer.body]).toEqual([200, 'old']);
    });

    it.each([
      ['expired', 60, -61_000, 'Request has expired'],
      ['not yet valid', 60, 16 * MINUTE, 'Request is not yet valid'],
    ])('refuses one that is %s', async (_what, expiresIn, shift, message) => {
      const answer = await rawRequest(plane.url, {
        method: 'GET',
        path: await presign(get, expiresIn, Date.now() + shift),
      });
      expect([answer.status, answer.code]).toEqual([403, 'AccessDenied']);
      expect(answer.body).toContain(message);
    });

    it('refuses one for another key, method or time, or with a header that is not signed', async () => {
      const path = await presign(get, 60);
      const codes = [
        await rawRequest(plane.url, { method: 'GET', path: path.replace('/key?', '/other?') }),
        await rawRequest(plane.url, { method: 'PUT', path, body: 'new' }),
        await rawRequest(plane.url, { method: 'GET', path: path.replace('Expires=60', 'Expires=600') }),
        await rawRequest(plane.url, { method: 'GET', path, headers: { 'x-amz-meta-a': 'b' } }),
        await rawRequest(plane.url, { method: 'GET', path: path.replace('Expires=60', 'Expires=999999') }),
      ].map(({ code }) => code);
      expect(codes).toEqual([
        ...['SignatureDoesNotMatch', 'SignatureDoesNotMatch', 'SignatureDoesNotMatch', 'AccessDenied'],
        'AuthorizationQueryParametersError',
      ]);
      await nothingChanged();
    });
  });

  it('takes the SDK and its clients as they come', async () => {
    const { s3, sts } = plane.clients(1);
    expect((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).toEqual([]);
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('222222222222');
    const { sagemaker } = plane.clientsAs({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' });
    await expect(
      sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: GROUP })),
    ).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
  });
});
