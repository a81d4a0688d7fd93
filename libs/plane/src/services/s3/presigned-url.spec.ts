import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { rawRequest } from '../../testing/raw-request.ts';
import { s3 } from './index.ts';

const Bucket = 'presigned';
const WEEK_S = 604_800;

describe('presigned URLs', () => {
  let late = 0;
  const plane = withPlane({ services: [s3], wall: () => Date.now() + late });
  const client = () => plane.clients().s3;
  // The presigner's types ask for the command of a client that has no type of its own.
  const sign = (command: object, options: Parameters<typeof getSignedUrl>[2] = {}) =>
    getSignedUrl(client(), command as Parameters<typeof getSignedUrl>[1], options);
  const text = async (Key: string) =>
    (await client().send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();
  const refused = async (url: string, init?: RequestInit) => {
    const response = await fetch(url, init);
    const body = await response.text();
    const of = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
    return { status: response.status, code: of('Code'), message: of('Message'), body };
  };
  /** The URL with one query parameter changed, or without it. */
  const changed = (url: string, name: string, value?: string) => {
    const result = new URL(url);
    if (value === undefined) result.searchParams.delete(name);
    else result.searchParams.set(name, value);
    return result.toString();
  };

  beforeAll(async () => {
    await client().send(new CreateBucketCommand({ Bucket }));
    await client().send(new PutObjectCommand({ Bucket, Key: 'a key/ü+', Body: 'shared' }));
  });
  beforeEach(() => void (late = 0));

  it('gets, with no header but those of a browser', async () => {
    const url = await sign(
      new GetObjectCommand({ Bucket, Key: 'a key/ü+', ResponseContentDisposition: 'attachment; filename="x"' }),
    );
    const response = await fetch(url, { headers: { accept: 'text/html', 'accept-language': 'de' } });
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="x"');
    expect(await response.text()).toBe('shared');
    const part = await fetch(url, { headers: { range: 'bytes=1-2' } });
    expect([part.status, await part.text()]).toEqual([206, 'ha']);
  });

  it('puts, with headers that stand in the query', async () => {
    const url = await sign(
      new PutObjectCommand({ Bucket, Key: 'put', Tagging: 'from=url', ContentType: 'text/csv', Metadata: { a: 'b' } }),
    );
    const response = await fetch(url, { method: 'PUT', body: 'a,b' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(await text('put')).toBe('a,b');
    const { TagSet } = await client().send(new GetObjectTaggingCommand({ Bucket, Key: 'put' }));
    expect(TagSet).toEqual([{ Key: 'from', Value: 'url' }]);
    expect((await client().send(new HeadObjectCommand({ Bucket, Key: 'put' }))).Metadata).toEqual({ a: 'b' });
  });

  it('heads and deletes', async () => {
    await client().send(new PutObjectCommand({ Bucket, Key: 'deleted', Body: 'four' }));
    const head = await fetch(await sign(new HeadObjectCommand({ Bucket, Key: 'deleted' })), { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe('4');
    const gone = await fetch(await sign(new DeleteObjectCommand({ Bucket, Key: 'deleted' })), { method: 'DELETE' });
    expect(gone.status).toBe(204);
    await expect(text('deleted')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('uploads in parts', async () => {
    const target = { Bucket, Key: 'parts' };
    const started = await fetch(await sign(new CreateMultipartUploadCommand(target)), { method: 'POST' });
    const UploadId = /<UploadId>([^<]+)</.exec(await started.text())![1]!;
    const part = await fetch(await sign(new UploadPartCommand({ ...target, UploadId, PartNumber: 1 })), {
      method: 'PUT',
      body: 'in parts',
    });
    const ETag = part.headers.get('etag');
    const done = await fetch(await sign(new CompleteMultipartUploadCommand({ ...target, UploadId })), {
      method: 'POST',
      body: `<CompleteMultipartUpload><Part><ETag>${ETag}</ETag><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>`,
    });
    expect(done.status).toBe(200);
    expect(await text('parts')).toBe('in parts');
  });

  it('holds for as long as it says, up to a week of wall time', async () => {
    const url = await sign(new GetObjectCommand({ Bucket, Key: 'a key/ü+' }), { expiresIn: WEEK_S });
    late = (WEEK_S - 60) * 1000;
    expect((await fetch(url)).status).toBe(200);
    plane.clock.set({ time: plane.clock.now() + 30 * 86_400_000 }); // service time does not matter
    expect((await fetch(url)).status).toBe(200);
    late = (WEEK_S + 60) * 1000;
    const { status, code, message, body } = await refused(url);
    expect([status, code, message]).toEqual([403, 'AccessDenied', 'Request has expired']);
    expect(body).toMatch(/<X-Amz-Expires>604800<\/X-Amz-Expires><Expires>[\dT:-]+Z<\/Expires><ServerTime>/);
    late = -60 * 60 * 1000;
    expect(await refused(url)).toMatchObject({ code: 'AccessDenied', message: 'Request is not yet valid' });
  });

  it('is of one method, one key and one host', async () => {
    const url = await sign(new GetObjectCommand({ Bucket, Key: 'a key/ü+' }));
    const mismatch = { status: 403, code: 'SignatureDoesNotMatch' };
    expect(await refused(url, { method: 'PUT', body: 'x' })).toMatchObject(mismatch);
    expect(await refused(url.replace('/a%20key', '/b%20key'))).toMatchObject(mismatch);
    expect(await refused(changed(url, 'versionId', 'null'))).toMatchObject(mismatch);
    expect(await refused(changed(url, 'X-Amz-Expires', '1000'))).toMatchObject(mismatch);
    const { pathname, search } = new URL(url);
    const elsewhere = { method: 'GET', path: pathname + search, headers: { host: 'evil.example' } };
    expect((await rawRequest(plane.url, elsewhere)).status).toBe(403);
  });

  it.each([
    ['X-Amz-Algorithm', 'AWS4-HMAC-MD5', /only supports "AWS4-HMAC-SHA256"/],
    ['X-Amz-Credential', 'AKIAX/us-east-1/s3', /exactly 5 slash-delimited/],
    ['X-Amz-Date', 'yesterday', /ISO8601 Long Format/],
    ['X-Amz-Expires', 'soon', /should be a number/],
    ['X-Amz-Expires', '-1', /must be non-negative/],
    ['X-Amz-Expires', String(WEEK_S + 1), /must be less than a week/],
    ['X-Amz-SignedHeaders', undefined, /requires the X-Amz-Algorithm, X-Amz-Credential/],
    ['X-Amz-Signature', undefined, /requires the X-Amz-Algorithm, X-Amz-Credential/],
  ])('refuses %s=%s', async (name, value, message) => {
    const url = await sign(new GetObjectCommand({ Bucket, Key: 'a key/ü+' }));
    const answer = await refused(changed(url, name, value));
    expect(answer).toMatchObject({ status: 400, code: 'AuthorizationQueryParametersError' });
    expect(answer.message?.replaceAll('&quot;', '"')).toMatch(message);
  });

  it('refuses keys that nobody has, headers that are not signed, two signatures, and Signature Version 2', async () => {
    const url = await sign(new GetObjectCommand({ Bucket, Key: 'a key/ü+' }));
    const credential = new URL(url).searchParams.get('X-Amz-Credential')!.replace(/^[^/]+/, 'AKIANOBODY');
    expect(await refused(changed(url, 'X-Amz-Credential', credential))).toMatchObject({ code: 'InvalidAccessKeyId' });
    expect(await refused(url, { headers: { 'x-amz-tagging': 'a=b' } })).toMatchObject({
      code: 'AccessDenied',
      body: expect.stringContaining('<HeadersNotSigned>x-amz-tagging</HeadersNotSigned>') as string,
    });
    const authorization = 'AWS4-HMAC-SHA256 Credential=x';
    expect(await refused(url, { headers: { authorization } })).toMatchObject({ status: 400, code: 'InvalidArgument' });
    const old = `${plane.url}/${Bucket}/key?AWSAccessKeyId=AKIAX&Signature=x&Expires=1`;
    expect(await refused(old)).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });
});
