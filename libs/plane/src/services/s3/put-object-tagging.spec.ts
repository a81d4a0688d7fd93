import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type Tag,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'tagged';

describe('PutObjectTagging', () => {
  const plane = withPlane({ services: [s3] });
  const client = () => plane.clients().s3;
  const tag = (Key: string, TagSet: Tag[], VersionId?: string) =>
    client().send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet }, VersionId }));
  const tagsOf = async (Key: string, VersionId?: string) =>
    (await client().send(new GetObjectTaggingCommand({ Bucket, Key, VersionId }))).TagSet;
  const put = (Key: string, Tagging?: string) =>
    client().send(new PutObjectCommand({ Bucket, Key, Body: 'x', Tagging }));

  beforeAll(async () => {
    await client().send(new CreateBucketCommand({ Bucket }));
    await put('object');
  });

  describe('serialization', () => {
    it('keeps the order and every character that a tag may have', async () => {
      const TagSet = [
        { Key: 'z', Value: '' },
        { Key: 'ключ +-=._:/@', Value: '値 1' },
      ];
      await tag('object', TagSet);
      expect(await tagsOf('object')).toEqual(TagSet);
    });

    it('reads the header of PutObject, and counts in GetObject and HeadObject', async () => {
      await put('header', 'a=1&b=two%20words&c=');
      expect(await tagsOf('header')).toEqual([
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: 'two words' },
        { Key: 'c', Value: '' },
      ]);
      expect((await client().send(new GetObjectCommand({ Bucket, Key: 'header' }))).TagCount).toBe(3);
      expect((await client().send(new HeadObjectCommand({ Bucket, Key: 'header' }))).TagCount).toBe(3);
    });
  });

  describe('validation', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));

    it.each([
      [[{ Key: '', Value: 'x' }], 'InvalidTag', 'The TagKey you have provided is invalid'],
      [[{ Key: 'k'.repeat(129), Value: 'x' }], 'InvalidTag', 'The TagKey you have provided is invalid'],
      [[{ Key: 'k', Value: 'v'.repeat(257) }], 'InvalidTag', 'The TagValue you have provided is invalid'],
      [[{ Key: 'k', Value: '<>' }], 'InvalidTag', 'The TagValue you have provided is invalid'],
      [[{ Key: 'aws:k', Value: 'x' }], 'InvalidTag', 'System tags cannot be added/updated by requester'],
      [[...many(1), ...many(1)], 'InvalidTag', 'Cannot provide multiple Tags with the same key'],
      [many(11), 'BadRequest', 'Object tags cannot be greater than 10'],
    ])('refuses %j', async (tags, name, message) => {
      await expect(tag('object', tags)).rejects.toMatchObject({ name, message });
    });

    it.each(['a=1&a=2', 'a=%zz', 'a=b=c'])('refuses the header %s', async (header) => {
      await expect(put('refused', header)).rejects.toMatchObject({ name: 'InvalidArgument' });
      await expect(tagsOf('refused')).rejects.toMatchObject({ name: 'NoSuchKey' });
    });

    it('refuses a key and a version that are not there', async () => {
      await expect(tag('absent', [])).rejects.toMatchObject({ name: 'NoSuchKey' });
      await expect(tag('object', [], 'A'.repeat(32))).rejects.toMatchObject({ name: 'NoSuchVersion' });
    });
  });

  describe('behaviour', () => {
    plane.executes('s3:PutObjectTagging', { seenBy: 's3:GetObjectTagging' }, async (running) => {
      const { s3: own } = running.clients();
      const TagSet = [{ Key: 'stage', Value: 'gold' }];
      await own.send(new PutObjectTaggingCommand({ Bucket, Key: 'object', Tagging: { TagSet } }));
      expect((await own.send(new GetObjectTaggingCommand({ Bucket, Key: 'object' }))).TagSet).toEqual(TagSet);
    });

    plane.executes('s3:GetObjectTagging', { seenBy: 's3:PutObject' }, async (running) => {
      const { s3: own } = running.clients();
      await own.send(new PutObjectCommand({ Bucket, Key: 'seen', Body: 'x', Tagging: 'k=v' }));
      const { TagSet } = await own.send(new GetObjectTaggingCommand({ Bucket, Key: 'seen' }));
      expect(TagSet).toEqual([{ Key: 'k', Value: 'v' }]);
    });

    plane.executes('s3:DeleteObjectTagging', { seenBy: 's3:GetObjectTagging' }, async (running) => {
      const { s3: own } = running.clients();
      await own.send(new PutObjectCommand({ Bucket, Key: 'bare', Body: 'x', Tagging: 'k=v' }));
      await own.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'bare' }));
      expect((await own.send(new GetObjectTaggingCommand({ Bucket, Key: 'bare' }))).TagSet).toEqual([]);
    });

    it('goes with the copy, or is replaced', async () => {
      await put('source', 'from=source');
      const copy = (Key: string, more: object) =>
        client().send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/source`, ...more }));
      await copy('copied', {});
      expect(await tagsOf('copied')).toEqual([{ Key: 'from', Value: 'source' }]);
      await copy('replaced', { TaggingDirective: 'REPLACE', Tagging: 'own=tag' });
      expect(await tagsOf('replaced')).toEqual([{ Key: 'own', Value: 'tag' }]);
      await copy('cleared', { TaggingDirective: 'REPLACE' });
      expect(await tagsOf('cleared')).toEqual([]);
      await expect(copy('both', { Tagging: 'own=tag' })).rejects.toMatchObject({ name: 'NotImplemented' });
    });

    it('is of one version', async () => {
      await put('versions', 'of=null');
      const VersioningConfiguration = { Status: 'Enabled' } as const;
      await client().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      const { VersionId } = await put('versions');
      expect((await tag('versions', [{ Key: 'changed', Value: '' }], 'null')).VersionId).toBe('null');
      expect(await tagsOf('versions', VersionId)).toEqual([]);
      expect(await tagsOf('versions', 'null')).toEqual([{ Key: 'changed', Value: '' }]);
    });
  });
});
