import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type ListObjectVersionsCommandInput,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'listed-versions';

describe('ListObjectVersions', () => {
  const plane = withPlane({ services: [s3] });
  const list = (input: Partial<ListObjectVersionsCommandInput> = {}) =>
    plane.clients().s3.send(new ListObjectVersionsCommand({ Bucket, ...input }));
  /** What each page shows, in its order, until the last. */
  const pages = async (input: Partial<ListObjectVersionsCommandInput>) => {
    const shown: string[][] = [];
    let marker: Partial<ListObjectVersionsCommandInput> = {};
    for (;;) {
      const page = await list({ ...input, ...marker });
      const rows = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(
        (row) => `${row.Key}@${row.VersionId}`,
      );
      shown.push([...rows, ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!)]);
      if (!page.IsTruncated) return shown;
      marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
  };

  const keys = ['a', 'dir/1', 'dir/2', 'ü', 'z'];

  beforeAll(async () => {
    const { s3: client } = plane.clients();
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'null' }));
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
    for (let round = 0; round < 3; round += 1) {
      for (const Key of keys) await client.send(new PutObjectCommand({ Bucket, Key, Body: `${round}` }));
    }
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'dir/2' }));
  });

  it.each([1, 2, 3, 7, 1000])('shows each version once in pages of %d', async (MaxKeys) => {
    const shown = (await pages({ MaxKeys })).flat();
    expect(shown).toHaveLength(17);
    expect(new Set(shown).size).toBe(17);
  });

  it.each([1, 2, 1000])('rolls keys up in pages of %d', async (MaxKeys) => {
    const shown = (await pages({ MaxKeys, Delimiter: '/' })).flat();
    expect(shown.filter((each) => !each.includes('@'))).toEqual(['dir/']);
    expect(shown).toHaveLength(11);
  });

  it('shows a prefix, and says what is the latest', async () => {
    const { Versions, DeleteMarkers } = await list({ Prefix: 'dir/2' });
    expect(Versions?.map(({ IsLatest }) => IsLatest)).toEqual([false, false, false]);
    expect(DeleteMarkers).toMatchObject([{ Key: 'dir/2', IsLatest: true }]);
    const { Versions: encoded } = await list({ Prefix: 'ü', EncodingType: 'url', MaxKeys: 1 });
    expect(encoded?.map(({ Key }) => Key)).toEqual(['%C3%BC']);
  });

  it('goes on behind a version that is gone by then', async () => {
    const { s3: client } = plane.clients();
    for (const Body of ['1', '2', '3']) await client.send(new PutObjectCommand({ Bucket, Key: 'zz', Body }));
    const page = await list({ Prefix: 'zz', MaxKeys: 1 });
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    const gone = page.Versions![0]!.VersionId;
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'zz', VersionId: gone }));
    expect((await list({ Prefix: 'zz', KeyMarker, VersionIdMarker })).Versions).toHaveLength(2);
  });

  it('refuses markers that are none', async () => {
    await expect(list({ VersionIdMarker: 'null' })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ KeyMarker: 'a', VersionIdMarker: 'x' })).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(list({ MaxKeys: -1 })).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});
