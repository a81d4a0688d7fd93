import { createHash } from 'node:crypto';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type CopyObjectCommandInput,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'copy-object';

describe('CopyObject', () => {
  const plane = withPlane({ services: [s3] });
  let etag: string;
  const copy = (input: Partial<CopyObjectCommandInput>) =>
    plane.clients().s3.send(new CopyObjectCommand({ Bucket, Key: 'target', CopySource: `${Bucket}/source`, ...input }));
  const head = (Key: string) =>
    plane.clients().s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));

  beforeAll(async () => {
    const { s3: client } = plane.clients();
    await client.send(new CreateBucketCommand({ Bucket }));
    await plane.clients(1).s3.send(new CreateBucketCommand({ Bucket: 'copy-theirs' }));
    const source = { Bucket, Key: 'source', Body: 'bytes', ContentType: 'text/plain', Metadata: { a: 'b' } };
    etag = (await client.send(new PutObjectCommand(source))).ETag!;
  });

  describe('validation', () => {
    it('refuses a copy onto itself that changes nothing', async () => {
      await expect(copy({ Key: 'source' })).rejects.toMatchObject({
        name: 'InvalidRequest',
        message: expect.stringContaining('copy an object to itself without changing') as string,
      });
    });

    it.each(['no-slash', '/', 'bucket/', '%zz/key'])('refuses the source %s', async (CopySource) => {
      await expect(copy({ CopySource })).rejects.toMatchObject({ name: 'InvalidArgument' });
    });

    it('refuses sources that are not there or not its own', async () => {
      await expect(copy({ CopySource: 'nowhere/x' })).rejects.toMatchObject({ name: 'NoSuchBucket' });
      await expect(copy({ CopySource: `${Bucket}/x` })).rejects.toMatchObject({ name: 'NoSuchKey', Key: 'x' });
      await expect(copy({ CopySource: 'copy-theirs/x' })).rejects.toMatchObject({ name: 'AccessDenied' });
      await expect(copy({ CopySource: `${Bucket}/source?versionId=v1` })).rejects.toMatchObject({
        name: 'InvalidArgument',
      });
    });
  });

  describe('behaviour', () => {
    plane.executes('s3:CopyObject', { seenBy: 's3:GetObject' }, async (running) => {
      const { s3: client } = running.clients();
      const Key = 'with space/ü+%';
      await client.send(new PutObjectCommand({ Bucket, Key, Body: 'copied', Metadata: { a: 'b' } }));
      const CopySource = `/${Bucket}/${encodeURIComponent(Key)}`;
      const { CopyObjectResult } = await client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
      expect(CopyObjectResult?.ETag).toBe(`"${createHash('md5').update('copied').digest('hex')}"`);
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
      const answer = await client.send(new GetObjectCommand({ Bucket, Key: 'copy' }));
      expect(await answer.Body!.transformToString()).toBe('copied');
      expect(answer.Metadata).toEqual({ a: 'b' });
    });

    it('copies or replaces the headers as told', async () => {
      await copy({ Metadata: { ignored: 'x' } });
      expect(await head('target')).toMatchObject({ ContentType: 'text/plain', Metadata: { a: 'b' } });
      await copy({ MetadataDirective: 'REPLACE', ContentType: 'text/csv', Metadata: { c: 'd' } });
      expect(await head('target')).toMatchObject({ ContentType: 'text/csv', Metadata: { c: 'd' } });
    });

    it('changes an object in place', async () => {
      await copy({ Key: 'in-place' });
      const own = { Key: 'in-place', CopySource: `${Bucket}/in-place` };
      await copy({ ...own, StorageClass: 'STANDARD_IA' });
      expect((await head('in-place')).StorageClass).toBe('STANDARD_IA');
      await copy({ ...own, MetadataDirective: 'REPLACE', Metadata: { new: 'x' } });
      expect((await head('in-place')).Metadata).toEqual({ new: 'x' });
    });

    it('keeps the checksum, or computes another', async () => {
      await copy({});
      expect((await head('target')).ChecksumCRC32).toBe((await head('source')).ChecksumCRC32);
      await copy({ ChecksumAlgorithm: 'SHA256' });
      expect(await head('target')).toMatchObject({
        ChecksumSHA256: createHash('sha256').update('bytes').digest('base64'),
      });
    });

    it('copies under conditions', async () => {
      const past = new Date(0);
      const failed = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } };
      await copy({ CopySourceIfMatch: etag, CopySourceIfUnmodifiedSince: past });
      await expect(copy({ CopySourceIfMatch: '"x"' })).rejects.toMatchObject(failed);
      await expect(copy({ CopySourceIfNoneMatch: etag })).rejects.toMatchObject(failed);
      await expect(copy({ CopySourceIfUnmodifiedSince: past })).rejects.toMatchObject(failed);
      await expect(copy({ IfNoneMatch: '*' })).rejects.toMatchObject(failed);
    });
  });
});
