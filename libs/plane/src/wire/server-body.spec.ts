import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../testing/index.ts';
import { rawRequest } from '../testing/raw-request.ts';
import { signRequest } from './sigv4-sign.ts';

const MIB = 1024 * 1024;

describe('streamed uploads', () => {
  const plane = withPlane();

  beforeAll(async () => {
    const { s3 } = plane.clients();
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: 'old' }));
  });
  const read = async (key: string): Promise<string> => {
    const { Body } = await plane.clients().s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: key }));
    return Body!.transformToString();
  };
  const stream = (pieces: number): Readable =>
    Readable.from(
      (function* () {
        for (let index = 0; index < pieces; index += 1) yield Buffer.alloc(64 * 1024, index);
      })(),
    );
  const signed = (path: string, headers: Record<string, string>, payload = ''): Record<string, string> =>
    signRequest(
      { method: 'PUT', path, headers: { host: new URL(plane.url).host, ...headers }, body: payload },
      plane.accounts[0]!,
      { region: 'us-east-1', service: 's3' },
    );

  it('takes a stream of unknown hash, with the checksum that trails it', async () => {
    const { s3 } = plane.clients();
    const put = await s3.send(
      new PutObjectCommand({ Bucket: 'bucket', Key: 'streamed', Body: stream(48), ContentLength: 3 * MIB }),
    );
    expect(put.ChecksumCRC32).toMatch(/==$/);
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'streamed', ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject({ ContentLength: 3 * MIB, ChecksumCRC32: put.ChecksumCRC32 });
    expect(head.ContentEncoding).toBeUndefined();
  });

  it('answers a client that is still sending when it is refused, and goes on over the same connection', async () => {
    const { s3 } = plane.clients();
    const body = Buffer.alloc(32 * MIB);
    await expect(s3.send(new PutObjectCommand({ Bucket: 'nobody', Key: 'k', Body: body }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    await expect(
      plane
        .clientsAs({ accessKeyId: plane.accounts[0]!.accessKeyId, secretAccessKey: 'wrong' })
        .s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body: body })),
    ).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
    const answer = await rawRequest(plane.url, { method: 'PUT', path: '/bucket/key', body });
    expect(answer.code).toBe('AccessDenied');
    expect(await read('key')).toBe('old');
  });

  /** Sends a head as it stands, and `body` when the plane asks for it; resolves with all that it answered. */
  const exchange = async (path: string, headers: Record<string, string>, body = ''): Promise<string> => {
    const socket = connect(plane.plane.port, '127.0.0.1');
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`PUT ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
    let text = '';
    for await (const chunk of socket) {
      text += String(chunk);
      if (text === 'HTTP/1.1 100 Continue\r\n\r\n') socket.write(body);
      else if (text.includes('\r\n\r\n', 25)) break;
    }
    return text;
  };

  it('asks for a body only when its signature is right', async () => {
    const path = '/bucket/expected';
    const headers = { ...signed(path, {}, 'body'), expect: '100-continue', 'content-length': '4' };
    expect(await exchange(path, headers, 'body')).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/);
    expect(await read('expected')).toBe('body');
    const refused = await exchange(path, { ...headers, 'x-amz-date': '20200101T000000Z' });
    expect(refused).toMatch(/^HTTP\/1.1 400 Bad Request/);
    expect(refused).toMatch(/connection: close/i);
  });

  it('keeps nothing of an upload whose client went away', async () => {
    const files = (): number =>
      readdirSync(join(plane.dir, 'objects'), { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      ).length;
    const before = files();
    const headers = { ...signed('/bucket/key', {}, 'x'.repeat(MIB)), 'content-length': String(2 * MIB) };
    const socket = connect(plane.plane.port, '127.0.0.1');
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`PUT /bucket/key HTTP/1.1\r\n${lines.join('')}\r\n`);
    socket.write(Buffer.alloc(MIB));
    await waitFor(() => files() > before);
    socket.destroy();
    await waitFor(() => files() === before);
    expect(await read('key')).toBe('old');
  });

  it('refuses an upload without a length, of unknown length, and with a hash that is none', async () => {
    const headers = signed('/bucket/key', {});
    expect(await exchange('/bucket/key', headers)).toMatch(/^HTTP\/1.1 411 [^]*MissingContentLength/);
    const put = { method: 'PUT', path: '/bucket/key', body: 'x' };
    const codes = [
      await rawRequest(plane.url, { ...put, headers: { ...headers, 'transfer-encoding': 'chunked' } }),
      await rawRequest(plane.url, { ...put, headers: { ...headers, 'x-amz-content-sha256': 'abc' } }),
    ].map(({ status, code }) => [status, code]);
    expect(codes).toEqual([
      [501, 'NotImplemented'],
      [400, 'InvalidArgument'],
    ]);
  });
});
