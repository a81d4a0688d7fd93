import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  UploadPartCommand,
  type BucketVersioningStatus,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'versioned';

describe('PutBucketVersioning', () => {
  const plane = withPlane({ services: [s3] });
  const client = () => plane.clients().s3;
  const version = (Status: BucketVersioningStatus, bucket = Bucket) =>
    client().send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }));
  const put = (Key: string, Body: string, more: Partial<PutObjectCommandInput> = {}) =>
    client().send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const text = async (Key: string, VersionId?: string) =>
    (await client().send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body!.transformToString();
  const remove = (Key: string, VersionId?: string) =>
    client().send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  const versions = async (Prefix: string) => {
    const { Versions = [], DeleteMarkers = [] } = await client().send(
      new ListObjectVersionsCommand({ Bucket, Prefix }),
    );
    return { ids: Versions.map(({ VersionId }) => VersionId), markers: DeleteMarkers.map((each) => each.VersionId) };
  };

  beforeAll(async () => {
    await client().send(new CreateBucketCommand({ Bucket }));
    await put('before', 'unversioned');
    await version('Enabled');
  });

  describe('validation', () => {
    const configure = (VersioningConfiguration: object) =>
      client().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));

    it('refuses a status that is none, and none at all', async () => {
      await expect(configure({ Status: 'On' })).rejects.toMatchObject({ name: 'MalformedXML' });
      await expect(configure({})).rejects.toMatchObject({ name: 'IllegalVersioningConfigurationException' });
    });

    it('refuses MFA delete by name', async () => {
      await expect(configure({ Status: 'Enabled', MFADelete: 'Enabled' })).rejects.toMatchObject({
        name: 'NotImplemented',
        Header: 'MfaDelete',
      });
      const MFA = 'arn:aws:iam::111111111111:mfa/me 123456';
      await expect(
        client().send(new DeleteObjectCommand({ Bucket, Key: 'before', VersionId: 'null', MFA })),
      ).rejects.toMatchObject({ name: 'NotImplemented', Header: 'x-amz-mfa' });
    });

    it('tells ids that are none from versions that are not there', async () => {
      const VersionId = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
      await expect(text('before', 'no-id')).rejects.toMatchObject({
        name: 'InvalidArgument',
        message: 'Invalid version id specified',
      });
      await expect(text('before', VersionId)).rejects.toMatchObject({
        name: 'NoSuchVersion',
        VersionId,
        $metadata: { httpStatusCode: 404 },
      });
      expect((await remove('before', VersionId)).VersionId).toBe(VersionId);
    });
  });

  describe('behaviour', () => {
    plane.executes('s3:PutBucketVersioning', { seenBy: 's3:GetBucketVersioning' }, async (running) => {
      const { s3: own } = running.clients();
      await own.send(new CreateBucketCommand({ Bucket: 'twice' }));
      const status = async () => (await own.send(new GetBucketVersioningCommand({ Bucket: 'twice' }))).Status;
      expect(await status()).toBeUndefined();
      for (const Status of ['Enabled', 'Suspended'] as const) {
        await own.send(new PutBucketVersioningCommand({ Bucket: 'twice', VersioningConfiguration: { Status } }));
        expect(await status()).toBe(Status);
      }
    });

    plane.executes('s3:GetBucketVersioning', { seenBy: 's3:PutObject' }, async (running) => {
      const { s3: own } = running.clients();
      expect((await own.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
      expect((await own.send(new PutObjectCommand({ Bucket, Key: 'seen', Body: '' }))).VersionId).toBeDefined();
    });

    plane.executes('s3:ListObjectVersions', { seenBy: 's3:PutObject' }, async (running) => {
      const { s3: own } = running.clients();
      const first = await own.send(new PutObjectCommand({ Bucket, Key: 'listed', Body: '1' }));
      const second = await own.send(new PutObjectCommand({ Bucket, Key: 'listed', Body: '22' }));
      const { Versions } = await own.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'listed' }));
      expect(Versions).toMatchObject([
        { Key: 'listed', VersionId: second.VersionId, IsLatest: true, Size: 2, ETag: second.ETag },
        { Key: 'listed', VersionId: first.VersionId, IsLatest: false, Size: 1, ETag: first.ETag },
      ]);
    });

    it('keeps every version, and what was before as `null`', async () => {
      const first = await put('before', 'first');
      const second = await put('before', 'second');
      expect(first.VersionId).not.toBe(second.VersionId);
      expect(await text('before')).toBe('second');
      expect(await text('before', first.VersionId)).toBe('first');
      expect(await text('before', 'null')).toBe('unversioned');
      const head = await client().send(new HeadObjectCommand({ Bucket, Key: 'before', VersionId: first.VersionId }));
      expect(head).toMatchObject({ VersionId: first.VersionId, ContentLength: 5, ETag: first.ETag });
      expect((await versions('before')).ids).toEqual([second.VersionId, first.VersionId, 'null']);
    });

    it('deletes behind a marker, and shows what was before when the marker goes', async () => {
      const { VersionId } = await put('hidden', 'kept');
      const marker = await remove('hidden');
      expect(marker).toMatchObject({ DeleteMarker: true });
      const missing = await text('hidden').catch((error: unknown) => error);
      expect(missing).toMatchObject({ name: 'NoSuchKey' });
      const { headers } = (missing as { $response: { headers: Record<string, string> } }).$response;
      expect(headers).toMatchObject({ 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.VersionId });
      await expect(text('hidden', marker.VersionId)).rejects.toMatchObject({
        name: 'MethodNotAllowed',
        $response: { headers: { allow: 'DELETE', 'x-amz-delete-marker': 'true' } },
      });
      expect(await text('hidden', VersionId)).toBe('kept');
      const { Contents } = await client().send(new ListObjectsV2Command({ Bucket, Prefix: 'hidden' }));
      expect(Contents).toBeUndefined();
      expect(await remove('hidden', marker.VersionId)).toMatchObject({
        DeleteMarker: true,
        VersionId: marker.VersionId,
      });
      expect(await text('hidden')).toBe('kept');
    });

    it('shows the version before when the current one is deleted, and removes its bytes', async () => {
      const files = () =>
        readdirSync(join(plane.dir, 'objects')).flatMap((folder) => readdirSync(join(plane.dir, 'objects', folder)));
      const first = await put('stack', 'first');
      const before = files().length;
      const second = await put('stack', 'second');
      await remove('stack', second.VersionId);
      expect(await text('stack')).toBe('first');
      const head = await client().send(new HeadObjectCommand({ Bucket, Key: 'stack' }));
      expect(head.VersionId).toBe(first.VersionId);
      await waitFor(() => files().length === before);
      await remove('stack', first.VersionId);
      await expect(text('stack')).rejects.toMatchObject({ name: 'NoSuchKey' });
      expect(await versions('stack')).toEqual({ ids: [], markers: [] });
    });

    it('replaces only the version `null` while suspended', async () => {
      const { VersionId } = await put('suspended', 'enabled');
      await version('Suspended');
      try {
        expect((await put('suspended', 'one')).VersionId).toBe('null');
        await put('suspended', 'two');
        expect((await versions('suspended')).ids).toEqual(['null', VersionId]);
        expect(await text('suspended', 'null')).toBe('two');
        expect(await remove('suspended')).toMatchObject({ DeleteMarker: true, VersionId: 'null' });
        expect(await versions('suspended')).toEqual({ ids: [VersionId], markers: ['null'] });
        await put('suspended', 'three');
        expect(await versions('suspended')).toEqual({ ids: ['null', VersionId], markers: [] });
      } finally {
        await version('Enabled');
      }
    });

    it('holds conditions against what the key shows', async () => {
      await put('conditional', 'one', { IfNoneMatch: '*' });
      await expect(put('conditional', 'two', { IfNoneMatch: '*' })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      const { ETag } = await put('conditional', 'two');
      await remove('conditional');
      await expect(put('conditional', 'three', { IfMatch: ETag })).rejects.toMatchObject({ name: 'NoSuchKey' });
      await put('conditional', 'four', { IfNoneMatch: '*' });
      expect((await versions('conditional')).ids).toHaveLength(3);
    });

    it('copies a version, over its own key too', async () => {
      const old = await put('restored', 'old');
      await put('restored', 'new');
      const CopySource = `${Bucket}/restored?versionId=${old.VersionId}`;
      const copied = await client().send(new CopyObjectCommand({ Bucket, Key: 'restored', CopySource }));
      expect(copied.CopySourceVersionId).toBe(old.VersionId);
      expect(await text('restored')).toBe('old');
      expect((await versions('restored')).ids).toHaveLength(3);
      const marker = await remove('restored');
      const gone = `${Bucket}/restored?versionId=${marker.VersionId}`;
      await expect(
        client().send(new CopyObjectCommand({ Bucket, Key: 'restored', CopySource: gone })),
      ).rejects.toMatchObject({ name: 'InvalidRequest' });
    });

    it('makes a version of an upload, and answers the same when asked again', async () => {
      await put('parts', 'before');
      const target = { Bucket, Key: 'parts' };
      const { UploadId } = await client().send(new CreateMultipartUploadCommand({ ...target, Tagging: 'of=parts' }));
      const { ETag } = await client().send(
        new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'assembled' }),
      );
      const complete = () =>
        client().send(
          new CompleteMultipartUploadCommand({
            ...target,
            UploadId,
            MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
          }),
        );
      const { VersionId } = await complete();
      await put('parts', 'after');
      expect((await complete()).VersionId).toBe(VersionId);
      expect(await text('parts', VersionId)).toBe('assembled');
      const head = await client().send(new HeadObjectCommand({ ...target, VersionId }));
      expect(head.TagCount).toBe(1);
      expect((await versions('parts')).ids).toHaveLength(3);
    });

    it('tells of each of many deletions what it made', async () => {
      const { VersionId } = await put('many', 'x');
      await put('many', 'y');
      const { Deleted } = await client().send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'many' }, { Key: 'many', VersionId }] } }),
      );
      expect(Deleted).toMatchObject([
        { Key: 'many', DeleteMarker: true },
        { Key: 'many', VersionId },
      ]);
      const [marker] = (await versions('many')).markers;
      expect(Deleted![0]!.DeleteMarkerVersionId).toBe(marker);
    });

    it('keeps versions over a restart, and a bucket until its last version is gone', async () => {
      await client().send(new CreateBucketCommand({ Bucket: 'emptied' }));
      await version('Enabled', 'emptied');
      const first = await client().send(new PutObjectCommand({ Bucket: 'emptied', Key: 'k', Body: 'first' }));
      await client().send(new PutObjectCommand({ Bucket: 'emptied', Key: 'k', Body: 'second' }));
      await client().send(new DeleteObjectCommand({ Bucket: 'emptied', Key: 'k' }));
      await plane.restart();
      const { Body } = await client().send(
        new GetObjectCommand({ Bucket: 'emptied', Key: 'k', VersionId: first.VersionId }),
      );
      expect(await Body!.transformToString()).toBe('first');
      await expect(client().send(new DeleteBucketCommand({ Bucket: 'emptied' }))).rejects.toMatchObject({
        name: 'BucketNotEmpty',
      });
      const { Versions = [], DeleteMarkers = [] } = await client().send(
        new ListObjectVersionsCommand({ Bucket: 'emptied' }),
      );
      for (const { VersionId } of [...Versions, ...DeleteMarkers]) {
        await client().send(new DeleteObjectCommand({ Bucket: 'emptied', Key: 'k', VersionId }));
      }
      await client().send(new DeleteBucketCommand({ Bucket: 'emptied' }));
    });
  });
});
