import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type ListObjectsV2CommandInput,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'list-objects';
const KEYS = ['a', 'b/1', 'b/2', 'b/c/3', 'c', 'd/1', 'ä', 'ﬀ', '😀'];

describe('ListObjectsV2', () => {
  const plane = withPlane({ services: [s3] });
  const list = (input: Partial<ListObjectsV2CommandInput> = {}) =>
    plane.clients().s3.send(new ListObjectsV2Command({ Bucket, ...input }));
  const names = (page: Awaited<ReturnType<typeof list>>): (string | undefined)[] => [
    ...(page.Contents ?? []).map(({ Key }) => Key),
    ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
  ];
  const allPages = async (input: Partial<ListObjectsV2CommandInput>) => {
    const pages = [await list(input)];
    while (pages.at(-1)?.IsTruncated) {
      pages.push(await list({ ...input, ContinuationToken: pages.at(-1)!.NextContinuationToken }));
    }
    return pages;
  };

  beforeAll(async () => {
    const { s3: client } = plane.clients();
    await client.send(new CreateBucketCommand({ Bucket }));
    for (const Key of [...KEYS].reverse()) await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  });

  describe('serialization', () => {
    it('describes each object', async () => {
      const { Contents } = await list({ Prefix: 'a', FetchOwner: true });
      expect(Contents).toMatchObject([
        {
          Key: 'a',
          Size: 1,
          ETag: '"0cc175b9c0f1b6a831c399e269772661"',
          StorageClass: 'STANDARD',
          ChecksumAlgorithm: ['CRC32'],
          ChecksumType: 'FULL_OBJECT',
          Owner: { ID: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
        },
      ]);
      expect((await list({ Prefix: 'a' })).Contents?.[0]?.Owner).toBeUndefined();
    });

    it('echoes what was asked', async () => {
      expect(await list({ Prefix: 'b/', Delimiter: '/', MaxKeys: 7, StartAfter: 'a' })).toMatchObject({
        Name: Bucket,
        Prefix: 'b/',
        Delimiter: '/',
        MaxKeys: 7,
        StartAfter: 'a',
        KeyCount: 3,
        IsTruncated: false,
      });
    });

    it('encodes keys when asked', async () => {
      const page = await list({ Prefix: 'ä', EncodingType: 'url' });
      expect(page).toMatchObject({ Prefix: '%C3%A4', EncodingType: 'url', Contents: [{ Key: '%C3%A4' }] });
    });
  });

  describe('validation', () => {
    it('refuses a negative number of keys and a token that it never gave', async () => {
      await expect(list({ MaxKeys: -1 })).rejects.toMatchObject({ name: 'InvalidArgument', ArgumentName: 'max-keys' });
      await expect(list({ ContinuationToken: 'mine' })).rejects.toMatchObject({
        name: 'InvalidArgument',
        message: 'The continuation token provided is incorrect',
      });
    });
  });

  describe('behaviour', () => {
    plane.executes('s3:ListObjectsV2', { seenBy: 's3:PutObject' }, async (running) => {
      const { s3: client } = running.clients();
      await client.send(new CreateBucketCommand({ Bucket: 'growing' }));
      expect((await client.send(new ListObjectsV2Command({ Bucket: 'growing' }))).KeyCount).toBe(0);
      await client.send(new PutObjectCommand({ Bucket: 'growing', Key: 'k', Body: '' }));
      expect((await client.send(new ListObjectsV2Command({ Bucket: 'growing' }))).Contents).toMatchObject([
        { Key: 'k' },
      ]);
    });

    it('orders keys by their UTF-8 bytes, where UTF-16 would differ', async () => {
      expect(names(await list())).toEqual(KEYS);
    });

    it('rolls up at the delimiter', async () => {
      const page = await list({ Delimiter: '/' });
      expect(page.Contents?.map(({ Key }) => Key)).toEqual(['a', 'c', 'ä', 'ﬀ', '😀']);
      expect(page.CommonPrefixes).toEqual([{ Prefix: 'b/' }, { Prefix: 'd/' }]);
      expect(page.KeyCount).toBe(7);
      expect(names(await list({ Delimiter: '/', Prefix: 'b/' }))).toEqual(['b/1', 'b/2', 'b/c/']);
      expect(names(await list({ Delimiter: '/c/' }))).toEqual(['a', 'b/1', 'b/2', 'c', 'd/1', 'ä', 'ﬀ', '😀', 'b/c/']);
    });

    it.each([1, 2, 3, 4, 100])('pages by %d, common prefixes counted', async (MaxKeys) => {
      const pages = await allPages({ MaxKeys });
      expect(pages.flatMap(names)).toEqual(KEYS);
      expect(pages.every(({ KeyCount }) => KeyCount! <= MaxKeys)).toBe(true);
      const rolled = await allPages({ MaxKeys, Delimiter: '/' });
      expect(rolled.flatMap(names).sort()).toEqual(['a', 'b/', 'c', 'd/', 'ä', 'ﬀ', '😀'].sort());
      expect(rolled.every(({ KeyCount }) => KeyCount! <= MaxKeys)).toBe(true);
    });

    it('starts after a key, there or not', async () => {
      expect(names(await list({ StartAfter: 'b/2' }))).toEqual(KEYS.slice(3));
      expect(names(await list({ StartAfter: 'b/2x', Prefix: 'b/' }))).toEqual(['b/c/3']);
      expect(names(await list({ StartAfter: 'zzzz', Prefix: 'b/' }))).toEqual([]);
    });

    it('answers nothing, and says that it is all, for a maximum of none', async () => {
      expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
    });

    it('stops at 1000 whatever is asked', async () => {
      expect((await list({ MaxKeys: 5000 })).MaxKeys).toBe(1000);
    });
  });
});
