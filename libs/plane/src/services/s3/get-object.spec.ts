import { crc32 } from 'node:zlib';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  type GetObjectCommandInput,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'get-object';
const Key = 'digits';

const crc32Base64 = (text: string): string => {
  const digest = Buffer.alloc(4);
  digest.writeUInt32BE(crc32(text));
  return digest.toString('base64');
};

describe('GetObject', () => {
  const plane = withPlane({ services: [s3] });
  let etag: string;
  let modified: Date;
  const get = (input: Partial<GetObjectCommandInput> = {}) =>
    plane.clients().s3.send(new GetObjectCommand({ Bucket, Key, ...input }));
  const text = async (input: Partial<GetObjectCommandInput>) => (await get(input)).Body!.transformToString();

  beforeAll(async () => {
    const client = plane.clients().s3;
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(new PutObjectCommand({ Bucket, Key, Body: '0123456789' }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'empty', Body: '' }));
    const answer = await get();
    etag = answer.ETag!;
    modified = answer.LastModified!;
  });

  describe('serialization', () => {
    it('answers with the object and its headers', async () => {
      const answer = await get({ ChecksumMode: 'ENABLED' });
      expect(answer).toMatchObject({
        AcceptRanges: 'bytes',
        ContentLength: 10,
        ETag: etag,
        ChecksumCRC32: crc32Base64('0123456789'),
        ChecksumType: 'FULL_OBJECT',
        $metadata: { httpStatusCode: 200 },
      });
      expect(answer.LastModified?.getMilliseconds()).toBe(0);
      expect(answer.StorageClass).toBeUndefined();
    });

    it('takes a name of a file beyond ASCII', async () => {
      const ResponseContentDisposition = 'attachment; filename="caf\u00e9 \u4e2d.csv"';
      const answer = await get({ ResponseContentDisposition });
      const name = Buffer.from(ResponseContentDisposition).toString('latin1');
      expect(answer.ContentDisposition).toBe(name);
      expect(await answer.Body?.transformToString()).toBeDefined();
    });

    it('lets the query override headers', async () => {
      const answer = await get({
        ResponseContentType: 'text/plain',
        ResponseCacheControl: 'no-store',
        ResponseContentDisposition: 'inline',
        ResponseContentLanguage: 'fr',
        ResponseContentEncoding: 'identity',
      });
      expect(answer).toMatchObject({
        ContentType: 'text/plain',
        CacheControl: 'no-store',
        ContentDisposition: 'inline',
        ContentLanguage: 'fr',
        ContentEncoding: 'identity',
      });
    });
  });

  describe('validation', () => {
    it('names the key that is not there', async () => {
      await expect(get({ Key: 'absent' })).rejects.toMatchObject({
        name: 'NoSuchKey',
        message: 'The specified key does not exist.',
        Key: 'absent',
        $metadata: { httpStatusCode: 404 },
      });
    });

    it('refuses versions, other than the only one that there is', async () => {
      await expect(get({ VersionId: 'abc' })).rejects.toMatchObject({
        name: 'InvalidArgument',
        ArgumentName: 'versionId',
      });
      expect(await text({ VersionId: 'null' })).toBe('0123456789');
    });

    it('refuses a range and a part at once', async () => {
      await expect(get({ Range: 'bytes=0-1', PartNumber: 1 })).rejects.toMatchObject({
        name: 'InvalidRequest',
        message: 'Cannot specify both Range header and partNumber query parameter',
      });
    });
  });

  describe('behaviour', () => {
    plane.executes('s3:GetObject', { seenBy: 's3:PutObject' }, async (running) => {
      const { s3: client } = running.clients();
      for (const Body of ['first', 'second']) {
        await client.send(new PutObjectCommand({ Bucket, Key: 'changing', Body }));
        const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'changing' }));
        expect(await answer.Body!.transformToString()).toBe(Body);
      }
    });

    it.each([
      ['bytes=0-0', '0', 'bytes 0-0/10'],
      ['bytes=2-4', '234', 'bytes 2-4/10'],
      ['bytes=7-', '789', 'bytes 7-9/10'],
      ['bytes=7-99', '789', 'bytes 7-9/10'],
      ['bytes=-3', '789', 'bytes 7-9/10'],
      ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ])('answers 206 to %s', async (Range, bytes, ContentRange) => {
      const answer = await get({ Range });
      expect(answer).toMatchObject({
        ContentRange,
        ContentLength: bytes.length,
        $metadata: { httpStatusCode: 206 },
      });
      expect(await answer.Body!.transformToString()).toBe(bytes);
    });

    it.each(['bytes=4-2', 'bytes=a-b', 'items=0-1', 'bytes=0-1,4-5', 'bytes=-'])(
      'answers with the whole object to %s',
      async (Range) => {
        const answer = await get({ Range });
        expect(answer.$metadata.httpStatusCode).toBe(200);
        expect(await answer.Body!.transformToString()).toBe('0123456789');
      },
    );

    it.each([
      [Key, 'bytes=10-'],
      [Key, 'bytes=-0'],
      ['empty', 'bytes=0-'],
    ])('answers 416 for %s, %s', async (key, Range) => {
      await expect(get({ Key: key, Range })).rejects.toMatchObject({
        name: 'InvalidRange',
        RangeRequested: Range,
        $metadata: { httpStatusCode: 416 },
      });
    });

    it('answers an empty object', async () => {
      const answer = await get({ Key: 'empty' });
      expect(answer.ContentLength).toBe(0);
      expect(await answer.Body!.transformToString()).toBe('');
    });

    it('weighs conditions by their precedence', async () => {
      const before = new Date(modified.getTime() - 1000);
      const status = async (input: Partial<GetObjectCommandInput>): Promise<number | undefined> => {
        const { $metadata } = await get(input).catch((error: unknown) => error as Awaited<ReturnType<typeof get>>);
        return $metadata.httpStatusCode;
      };
      expect(await status({ IfMatch: etag })).toBe(200);
      expect(await status({ IfMatch: '"other"' })).toBe(412);
      expect(await status({ IfNoneMatch: etag })).toBe(304);
      await expect(get({ IfNoneMatch: etag })).rejects.toMatchObject({ $response: { headers: { etag } } });
      expect(await status({ IfNoneMatch: '"other"' })).toBe(200);
      expect(await status({ IfModifiedSince: modified })).toBe(304);
      expect(await status({ IfModifiedSince: before })).toBe(200);
      expect(await status({ IfUnmodifiedSince: modified })).toBe(200);
      expect(await status({ IfUnmodifiedSince: before })).toBe(412);
      // The tag decides where the date would not agree.
      expect(await status({ IfMatch: etag, IfUnmodifiedSince: before })).toBe(200);
      expect(await status({ IfNoneMatch: '"other"', IfModifiedSince: modified })).toBe(200);
    });

    it('answers part 1 of an object that has no parts with all of it', async () => {
      const answer = await get({ PartNumber: 1 });
      expect(answer).toMatchObject({ ContentRange: 'bytes 0-9/10', $metadata: { httpStatusCode: 206 } });
      expect(answer.PartsCount).toBeUndefined();
      await expect(get({ PartNumber: 2 })).rejects.toMatchObject({ name: 'InvalidPartNumber' });
    });
  });
});
