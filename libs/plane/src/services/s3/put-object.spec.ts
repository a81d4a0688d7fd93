import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'put-object';

describe('PutObject', () => {
  const plane = withPlane({ services: [s3] });
  const put = (input: Omit<PutObjectCommandInput, 'Bucket'>, account = 0) =>
    plane.clients(account).s3.send(new PutObjectCommand({ Bucket, ...input }));
  const text = async (Key: string) =>
    (await plane.clients().s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString();
  const filesOnDisk = () =>
    readdirSync(join(plane.dir, 'objects')).flatMap((folder) => readdirSync(join(plane.dir, 'objects', folder)));

  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket }));
  });

  describe('serialization', () => {
    it('answers with the entity tag and the checksum that the SDK sent', async () => {
      const answer = await put({ Key: 'tagged', Body: 'hello' });
      expect(answer).toMatchObject({
        ETag: `"${createHash('md5').update('hello').digest('hex')}"`,
        ChecksumCRC32: 'NhCmhg==',
        ChecksumType: 'FULL_OBJECT',
      });
    });

    it('keeps content headers and user metadata, the latter in lower case', async () => {
      const Expires = new Date('2031-02-03T04:05:06Z');
      const headers = {
        CacheControl: 'max-age=60',
        ContentDisposition: 'attachment; filename="x"',
        ContentEncoding: 'gzip',
        ContentLanguage: 'de',
        ContentType: 'text/csv; charset=utf-8',
      };
      await put({ Key: 'headers', Body: 'a,b', ...headers, Expires, Metadata: { Owner: 'me', 'two-words': 'a b' } });
      const head = await plane.clients().s3.send(new HeadObjectCommand({ Bucket, Key: 'headers' }));
      expect(head).toMatchObject({ ...headers, Metadata: { owner: 'me', 'two-words': 'a b' } });
      expect(new Date(head.ExpiresString!)).toEqual(Expires);
    });
  });

  describe('validation', () => {
    it('refuses keys over 1024 bytes, and takes one of 1024', async () => {
      await expect(put({ Key: 'ü'.repeat(513), Body: '' })).rejects.toMatchObject({
        name: 'KeyTooLongError',
        message: 'Your key is too long',
        Size: '1026',
        MaxSizeAllowed: '1024',
      });
      await put({ Key: 'ü'.repeat(512), Body: 'long' });
      expect(await text('ü'.repeat(512))).toBe('long');
    });

    it('refuses more than 2 KB of metadata', async () => {
      await expect(put({ Key: 'meta', Body: '', Metadata: { a: 'x'.repeat(2048) } })).rejects.toMatchObject({
        name: 'MetadataTooLarge',
        MaxSizeAllowed: '2048',
      });
      await put({ Key: 'meta', Body: '', Metadata: { a: 'x'.repeat(2047) } });
    });

    it.each([
      [{ ObjectLockLegalHoldStatus: 'ON' }, 'x-amz-object-lock-legal-hold'],
      [{ WebsiteRedirectLocation: '/other' }, 'x-amz-website-redirect-location'],
      [{ ServerSideEncryption: 'aws:kms' }, 'x-amz-server-side-encryption'],
      [{ StorageClass: 'DEEP_ARCHIVE' }, 'x-amz-storage-class'],
    ] as const)('refuses by name what would silently not happen: %j', async (asked, Header) => {
      await expect(put({ Key: 'refused', Body: 'x', ...asked })).rejects.toMatchObject({
        name: 'NotImplemented',
        Header,
        $metadata: { httpStatusCode: 501 },
      });
    });

    it('refuses access control lists as a bucket without them does', async () => {
      await expect(put({ Key: 'acl', Body: 'x', ACL: 'public-read' })).rejects.toMatchObject({
        name: 'AccessControlListNotSupported',
        message: 'The bucket does not allow ACLs',
      });
      await put({ Key: 'acl', Body: 'x', ACL: 'bucket-owner-full-control' });
    });

    it('never claims to have encrypted', async () => {
      const answer = await put({ Key: 'clear', Body: 'x', ServerSideEncryption: 'AES256' });
      expect(answer.ServerSideEncryption).toBeUndefined();
    });

    it.each([
      [{ ContentMD5: 'c2hvcnQ=' }, 'InvalidDigest', 'The Content-MD5 you specified was invalid.'],
      [
        { ContentMD5: createHash('md5').update('other').digest('base64') },
        'BadDigest',
        'The Content-MD5 you specified did not match what we received.',
      ],
      [{ ChecksumCRC32: 'AAAAAA==' }, 'BadDigest', 'The CRC32 you specified did not match the calculated checksum.'],
      [{ ChecksumSHA256: 'AAAA' }, 'InvalidRequest', 'Value for x-amz-checksum-sha256 header is invalid.'],
    ])('refuses bytes that are not what was said: %j', async (said, name, message) => {
      await put({ Key: 'digest', Body: 'before' });
      const files = filesOnDisk().length;
      await expect(put({ Key: 'digest', Body: 'after', ...said })).rejects.toMatchObject({ name, message });
      expect(await text('digest')).toBe('before');
      expect(filesOnDisk().length).toBeLessThanOrEqual(files);
    });
  });

  describe('behaviour', () => {
    plane.executes('s3:PutObject', { seenBy: 's3:GetObject' }, async (running) => {
      const { s3: client } = running.clients();
      await client.send(new PutObjectCommand({ Bucket, Key: 'seen', Body: 'bytes' }));
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: 'seen' }));
      expect(await Body!.transformToString()).toBe('bytes');
    });

    it.each(['../../x', '/', '//', 'a//b', '.', './..', 'ключ 鍵 🗝 +%&?#', 'a\tb', ' '])(
      'keeps %j as a key like any other',
      async (key) => {
        await put({ Key: key, Body: key });
        expect(await text(key)).toBe(key);
        const { Contents } = await plane
          .clients()
          .s3.send(new ListObjectsV2Command({ Bucket, Prefix: key, EncodingType: 'url' }));
        expect(Contents?.map(({ Key }) => decodeURIComponent(Key!))).toContain(key);
        expect(filesOnDisk().every((name) => /^[0-9a-f-]{36}$/.test(name))).toBe(true);
      },
    );

    it.each([0, 1, 64 * 1024, 64 * 1024 + 1, 3 * 1024 * 1024 + 7])('streams %d bytes', async (size) => {
      const bytes = randomBytes(size);
      const pieces = Readable.from(
        Array.from({ length: Math.ceil(size / 100_000) }, (_, index) =>
          bytes.subarray(index * 100_000, (index + 1) * 100_000),
        ),
      );
      const { ETag, ChecksumCRC32 } = await put({ Key: 'streamed', Body: pieces, ContentLength: size });
      expect(ETag).toBe(`"${createHash('md5').update(bytes).digest('hex')}"`);
      expect(ChecksumCRC32).toBeDefined();
      const { Body } = await plane.clients().s3.send(new GetObjectCommand({ Bucket, Key: 'streamed' }));
      expect(Buffer.from(await Body!.transformToByteArray()).equals(bytes)).toBe(true);
    });

    it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)('verifies and keeps %s', async (algorithm) => {
      await put({
        Key: `sum-${algorithm}`,
        Body: Readable.from(['123456789']),
        ContentLength: 9,
        ChecksumAlgorithm: algorithm,
      });
      const head = await plane
        .clients()
        .s3.send(new HeadObjectCommand({ Bucket, Key: `sum-${algorithm}`, ChecksumMode: 'ENABLED' }));
      const expected = {
        CRC32: 'y/Q5Jg==',
        CRC32C: '4waSgw==',
        CRC64NVME: 'rosUhgp5mIg=',
        SHA1: createHash('sha1').update('123456789').digest('base64'),
        SHA256: createHash('sha256').update('123456789').digest('base64'),
      };
      expect(head[`Checksum${algorithm}`]).toBe(expected[algorithm]);
      expect(head.ChecksumType).toBe('FULL_OBJECT');
    });

    it('replaces an object whole, and removes the old bytes once nobody reads them', async () => {
      const files = filesOnDisk().length;
      const old = randomBytes(4 * 1024 * 1024);
      await put({ Key: 'replaced', Body: old });
      const reading = await plane.clients().s3.send(new GetObjectCommand({ Bucket, Key: 'replaced' }));
      await put({ Key: 'replaced', Body: 'new' });
      expect(await text('replaced')).toBe('new');
      expect(Buffer.from(await reading.Body!.transformToByteArray()).equals(old)).toBe(true);
      await waitFor(() => filesOnDisk().length === files + 1);
    });

    it('keeps nothing of a client that goes away', async () => {
      await put({ Key: 'abandoned', Body: 'before' });
      const temporary = () => readdirSync(join(plane.dir, 'objects', 'tmp'));
      for (const started of [false, true]) {
        const body = new PassThrough();
        const abort = new AbortController();
        const length = 8 * 1024 * 1024;
        const input = { Bucket, Key: 'abandoned', Body: body, ContentLength: length };
        const sending = plane.clients().s3.send(new PutObjectCommand(input), { abortSignal: abort.signal });
        body.write(randomBytes(length / 2));
        if (started) await waitFor(() => temporary().length > 0);
        abort.abort();
        await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
        body.destroy();
      }
      await waitFor(() => temporary().length === 0);
      expect(await text('abandoned')).toBe('before');
    });

    it('writes under conditions', async () => {
      await put({ Key: 'conditional', Body: 'one', IfNoneMatch: '*' });
      await expect(put({ Key: 'conditional', Body: 'two', IfNoneMatch: '*' })).rejects.toMatchObject({
        name: 'PreconditionFailed',
        Condition: 'If-None-Match',
        $metadata: { httpStatusCode: 412 },
      });
      await expect(put({ Key: 'conditional', Body: 'two', IfMatch: '"0"' })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      await expect(put({ Key: 'absent', Body: 'two', IfMatch: '"0"' })).rejects.toMatchObject({ name: 'NoSuchKey' });
      const IfMatch = `"${createHash('md5').update('one').digest('hex')}"`;
      await put({ Key: 'conditional', Body: 'two', IfMatch });
      expect(await text('conditional')).toBe('two');
    });

    it('lets one of many writers with If-None-Match win', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) => put({ Key: 'race', Body: `writer ${index}`, IfNoneMatch: '*' })),
      );
      const won = outcomes.findIndex(({ status }) => status === 'fulfilled');
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await text('race')).toBe(`writer ${won}`);
    });

    it("refuses another account's bucket and one that is not there", async () => {
      await expect(put({ Key: 'theirs', Body: 'x' }, 1)).rejects.toMatchObject({ name: 'AccessDenied' });
      await expect(
        plane.clients().s3.send(new PutObjectCommand({ Bucket: 'nowhere', Key: 'x', Body: 'x' })),
      ).rejects.toMatchObject({ name: 'NoSuchBucket' });
    });

    it('keeps objects over a restart', async () => {
      await put({ Key: 'kept', Body: 'still here' });
      await plane.restart();
      expect(await text('kept')).toBe('still here');
    });
  });
});
