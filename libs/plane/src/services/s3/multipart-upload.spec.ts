import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type CompleteMultipartUploadCommandInput,
  type CreateMultipartUploadCommandInput,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor, withPlane } from '../../testing/index.ts';
import { createHasher } from './checksum.ts';
import { s3 } from './index.ts';

const Bucket = 'multipart-upload';
const FIVE_MIB = 5 * 1024 * 1024;

const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();
const checksum = (algorithm: 'CRC32' | 'CRC64NVME' | 'SHA256', bytes: Uint8Array) => {
  const hasher = createHasher(algorithm);
  hasher.update(bytes);
  return hasher.digest();
};

describe('multipart uploads', () => {
  const plane = withPlane({ services: [s3] });
  const client = () => plane.clients().s3;
  const first = randomBytes(FIVE_MIB);
  const second = randomBytes(1000);
  const whole = Buffer.concat([first, second]);

  const create = async (Key: string, input: Partial<CreateMultipartUploadCommandInput> = {}) =>
    (await client().send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC32', ...input })))
      .UploadId!;
  const part = (Key: string, UploadId: string, PartNumber: number, Body: Uint8Array, input: object = {}) =>
    client().send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...input }));
  const twoParts = async (Key: string, UploadId: string): Promise<CompletedPart[]> =>
    Promise.all(
      [first, second].map(async (bytes, index) => {
        const { ETag, ChecksumCRC32 } = await part(Key, UploadId, index + 1, bytes);
        return { PartNumber: index + 1, ETag, ChecksumCRC32 };
      }),
    );
  const complete = (
    Key: string,
    UploadId: string,
    Parts: CompletedPart[],
    input: Partial<CompleteMultipartUploadCommandInput> = {},
  ) =>
    client().send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...input }));
  const get = (Key: string, input: object = {}) => client().send(new GetObjectCommand({ Bucket, Key, ...input }));
  const head = (Key: string) => client().send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));

  beforeAll(async () => {
    await client().send(new CreateBucketCommand({ Bucket }));
  });

  describe('CreateMultipartUpload', () => {
    plane.executes('s3:CreateMultipartUpload', { seenBy: 's3:ListMultipartUploads' }, async () => {
      const UploadId = await create('created', { StorageClass: 'ONEZONE_IA' });
      const { Uploads } = await client().send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'created' }));
      expect(Uploads).toMatchObject([
        { Key: 'created', UploadId, StorageClass: 'ONEZONE_IA', ChecksumAlgorithm: 'CRC32', ChecksumType: 'COMPOSITE' },
      ]);
    });

    it('refuses a type that the algorithm has not', async () => {
      await expect(create('typed', { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' })).rejects.toMatchObject(
        { name: 'InvalidRequest' },
      );
    });
  });

  describe('UploadPart', () => {
    plane.executes('s3:UploadPart', { seenBy: 's3:ListParts' }, async () => {
      const UploadId = await create('parts');
      await part('parts', UploadId, 2, second);
      await part('parts', UploadId, 2, Buffer.from('again'));
      const { Parts } = await client().send(new ListPartsCommand({ Bucket, Key: 'parts', UploadId }));
      expect(Parts).toMatchObject([{ PartNumber: 2, Size: 5, ETag: `"${md5(Buffer.from('again')).toString('hex')}"` }]);
    });

    it('refuses part numbers out of range, and uploads that are not there', async () => {
      const UploadId = await create('numbers');
      for (const number of [0, 10_001]) {
        await expect(part('numbers', UploadId, number, second)).rejects.toMatchObject({
          name: 'InvalidArgument',
          message: 'Part number must be an integer between 1 and 10000, inclusive',
        });
      }
      await expect(part('numbers', 'none', 1, second)).rejects.toMatchObject({
        name: 'NoSuchUpload',
        $metadata: { httpStatusCode: 404 },
      });
      await expect(part('other-key', UploadId, 1, second)).rejects.toMatchObject({ name: 'NoSuchUpload' });
    });

    it('wants the checksum that the upload named', async () => {
      const UploadId = await create('sums', { ChecksumAlgorithm: 'SHA256' });
      await expect(part('sums', UploadId, 1, second)).rejects.toMatchObject({
        name: 'InvalidRequest',
        message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32',
      });
    });
  });

  describe('CompleteMultipartUpload', () => {
    plane.executes('s3:CompleteMultipartUpload', { seenBy: 's3:GetObject' }, async () => {
      const UploadId = await create('whole', { ContentType: 'text/x', Metadata: { a: 'b' } });
      const answer = await complete('whole', UploadId, await twoParts('whole', UploadId));
      const etag = `"${md5(Buffer.concat([md5(first), md5(second)])).toString('hex')}-2"`;
      const sums = Buffer.concat([checksum('CRC32', first), checksum('CRC32', second)]);
      const composite = `${checksum('CRC32', sums).toString('base64')}-2`;
      expect(answer).toMatchObject({ Bucket, Key: 'whole', ETag: etag, ChecksumCRC32: composite });
      const object = await get('whole');
      expect(object).toMatchObject({ ETag: etag, ContentType: 'text/x', Metadata: { a: 'b' } });
      expect(whole.equals(await object.Body!.transformToByteArray())).toBe(true);
      expect(await head('whole')).toMatchObject({ ChecksumCRC32: composite, ChecksumType: 'COMPOSITE' });
    });

    it('reads ranges over the seam, and parts', async () => {
      const Range = `bytes=${FIVE_MIB - 10}-${FIVE_MIB + 9}`;
      const seam = await get('whole', { Range });
      expect(whole.subarray(FIVE_MIB - 10, FIVE_MIB + 10).equals(await seam.Body!.transformToByteArray())).toBe(true);
      const last = await get('whole', { PartNumber: 2, ChecksumMode: 'ENABLED' });
      expect(last).toMatchObject({
        PartsCount: 2,
        ContentLength: second.length,
        ContentRange: `bytes ${FIVE_MIB}-${whole.length - 1}/${whole.length}`,
      });
      expect(second.equals(await last.Body!.transformToByteArray())).toBe(true);
      await expect(get('whole', { PartNumber: 3 })).rejects.toMatchObject({ name: 'InvalidPartNumber' });
    });

    it('answers again as before to a client that lost the answer', async () => {
      const UploadId = await create('repeated');
      const parts = await twoParts('repeated', UploadId);
      const once = await complete('repeated', UploadId, parts);
      const again = await complete('repeated', UploadId, parts);
      expect(again.ETag).toBe(once.ETag);
      await client().send(new PutObjectCommand({ Bucket, Key: 'repeated', Body: 'other' }));
      await expect(complete('repeated', UploadId, parts)).rejects.toMatchObject({ name: 'NoSuchUpload' });
    });

    it('gives the object of an upload that named no checksum the default one, whatever its parts came with', async () => {
      const UploadId = await create('unnamed', { ChecksumAlgorithm: undefined });
      await complete('unnamed', UploadId, await twoParts('unnamed', UploadId));
      expect(await head('unnamed')).toMatchObject({
        ChecksumCRC64NVME: checksum('CRC64NVME', whole).toString('base64'),
        ChecksumType: 'FULL_OBJECT',
      });
    });

    it('combines full-object checksums, and checks them', async () => {
      for (const ChecksumAlgorithm of ['CRC32', 'CRC64NVME'] as const) {
        const UploadId = await create('full', { ChecksumAlgorithm, ChecksumType: 'FULL_OBJECT' });
        const parts = await Promise.all(
          [first, second].map(async (bytes, index) => {
            const { ETag } = await part('full', UploadId, index + 1, bytes, { ChecksumAlgorithm });
            return { PartNumber: index + 1, ETag };
          }),
        );
        const member = `Checksum${ChecksumAlgorithm}`;
        const wrong = { [member]: checksum(ChecksumAlgorithm, second).toString('base64') };
        await expect(complete('full', UploadId, parts, wrong)).rejects.toMatchObject({ name: 'BadDigest' });
        const value = checksum(ChecksumAlgorithm, whole).toString('base64');
        await complete('full', UploadId, parts, { [member]: value });
        expect(await head('full')).toMatchObject({ [member]: value, ChecksumType: 'FULL_OBJECT' });
      }
    });

    it('refuses what is wrong in the list of parts', async () => {
      const UploadId = await create('refused');
      const [one, two] = (await twoParts('refused', UploadId)) as [CompletedPart, CompletedPart];
      const refusal = async (parts: CompletedPart[]) => {
        const error: unknown = await complete('refused', UploadId, parts).catch((reason: unknown) => reason);
        return error as Error;
      };
      expect((await refusal([two, one])).name).toBe('InvalidPartOrder');
      expect((await refusal([one, { ...two, PartNumber: 3 }])).name).toBe('InvalidPart');
      expect((await refusal([{ ...one, ETag: '"x"' }])).name).toBe('InvalidPart');
      expect((await refusal([{ ...one, ChecksumCRC32: 'AAAAAA==' }])).name).toBe('InvalidPart');
      expect((await refusal([])).name).toBe('MalformedXML');
      expect((await refusal([{ PartNumber: 1, ETag: one.ETag }])).message).toBe(
        'The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request.',
      );
      await expect(complete('refused', UploadId, [one, two], { MpuObjectSize: 1 })).rejects.toMatchObject({
        name: 'InvalidRequest',
      });
      await complete('refused', UploadId, [one, two], { MpuObjectSize: whole.length });
    });

    it('refuses small parts, except the last', async () => {
      const UploadId = await create('small');
      const parts = await Promise.all(
        [1, 2].map(async (PartNumber) => {
          const { ETag, ChecksumCRC32 } = await part('small', UploadId, PartNumber, second);
          return { PartNumber, ETag, ChecksumCRC32 };
        }),
      );
      await expect(complete('small', UploadId, parts)).rejects.toMatchObject({
        name: 'EntityTooSmall',
        MinSizeAllowed: '5242880',
        PartNumber: '1',
      });
      await complete('small', UploadId, parts.slice(1));
      expect((await head('small')).ContentLength).toBe(second.length);
    });

    it('writes under conditions', async () => {
      await client().send(new PutObjectCommand({ Bucket, Key: 'there', Body: 'x' }));
      const UploadId = await create('there');
      const parts = await twoParts('there', UploadId);
      await expect(complete('there', UploadId, parts, { IfNoneMatch: '*' })).rejects.toMatchObject({
        name: 'PreconditionFailed',
      });
      expect((await head('there')).ContentLength).toBe(1);
    });

    it('takes what lib-storage uploads', async () => {
      const Body = randomBytes(12 * 1024 * 1024);
      await new Upload({ client: client(), params: { Bucket, Key: 'library', Body } }).done();
      const answer = await get('library', { ChecksumMode: 'ENABLED' });
      expect(Body.equals(await answer.Body!.transformToByteArray())).toBe(true);
    });

    it('is copied to a plain object', async () => {
      await client().send(new CopyObjectCommand({ Bucket, Key: 'plain', CopySource: `${Bucket}/whole` }));
      expect(await head('plain')).toMatchObject({
        ETag: `"${md5(whole).toString('hex')}"`,
        ChecksumCRC32: checksum('CRC32', whole).toString('base64'),
        ChecksumType: 'FULL_OBJECT',
      });
    });
  });

  describe('UploadPartCopy', () => {
    const copyPart = (Key: string, UploadId: string, PartNumber: number, CopySourceRange?: string) =>
      client().send(
        new UploadPartCopyCommand({
          Bucket,
          Key,
          UploadId,
          PartNumber,
          CopySource: `${Bucket}/whole`,
          CopySourceRange,
        }),
      );

    plane.executes('s3:UploadPartCopy', { seenBy: 's3:GetObject' }, async () => {
      const UploadId = await create('assembled');
      const parts: CompletedPart[] = [];
      for (const [index, range] of [undefined, 'bytes=10-19'].entries()) {
        const { CopyPartResult } = await copyPart('assembled', UploadId, index + 1, range);
        const { ETag, ChecksumCRC32 } = CopyPartResult!;
        parts.push({ PartNumber: index + 1, ETag, ChecksumCRC32 });
      }
      await complete('assembled', UploadId, parts);
      const { Body } = await get('assembled');
      const expected = Buffer.concat([whole, whole.subarray(10, 20)]);
      expect(expected.equals(await Body!.transformToByteArray())).toBe(true);
    });

    it.each(['bytes=0-', 'bytes=-5', 'bytes=5-4', `bytes=0-${whole.length}`])('refuses the range %s', async (range) => {
      const UploadId = await create('ranged');
      await expect(copyPart('ranged', UploadId, 1, range)).rejects.toMatchObject({ name: 'InvalidArgument' });
    });
  });

  describe('ListParts', () => {
    plane.executes('s3:ListParts', { seenBy: 's3:UploadPart' }, async () => {
      const UploadId = await create('paged');
      for (const number of [1, 3, 7]) await part('paged', UploadId, number, second);
      const list = (input: object = {}) =>
        client().send(new ListPartsCommand({ Bucket, Key: 'paged', UploadId, MaxParts: 2, ...input }));
      const page = await list();
      expect(page).toMatchObject({
        IsTruncated: true,
        NextPartNumberMarker: '3',
        MaxParts: 2,
        StorageClass: 'STANDARD',
      });
      expect(page.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([1, 3]);
      const rest = await list({ PartNumberMarker: page.NextPartNumberMarker });
      expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([7]);
      expect(rest.IsTruncated).toBe(false);
    });
  });

  describe('ListMultipartUploads', () => {
    plane.executes('s3:ListMultipartUploads', { seenBy: 's3:CreateMultipartUpload' }, async (running) => {
      await running.clients().s3.send(new CreateBucketCommand({ Bucket: 'many-uploads' }));
      const open = async (Key: string) =>
        (await client().send(new CreateMultipartUploadCommand({ Bucket: 'many-uploads', Key }))).UploadId;
      const ids = [await open('a'), await open('a'), await open('b/1'), await open('b/2'), await open('c')];
      const list = (input: object) =>
        client().send(new ListMultipartUploadsCommand({ Bucket: 'many-uploads', ...input }));
      const all = await list({});
      expect(all.Uploads?.map(({ Key }) => Key)).toEqual(['a', 'a', 'b/1', 'b/2', 'c']);
      const seen: (string | undefined)[] = [];
      for (let page = await list({ MaxUploads: 1 }); ;) {
        seen.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId));
        if (!page.IsTruncated) break;
        page = await list({ MaxUploads: 1, KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker });
      }
      expect(seen.sort()).toEqual(ids.sort());
      const rolled = await list({ Delimiter: '/' });
      expect(rolled.CommonPrefixes).toEqual([{ Prefix: 'b/' }]);
      expect(rolled.Uploads?.map(({ Key }) => Key)).toEqual(['a', 'a', 'c']);
    });
  });

  describe('AbortMultipartUpload', () => {
    plane.executes('s3:AbortMultipartUpload', { seenBy: 's3:UploadPart' }, async ({ dir }) => {
      const files = () =>
        readdirSync(join(dir, 'objects')).flatMap((folder) => readdirSync(join(dir, 'objects', folder))).length;
      const before = files();
      const UploadId = await create('aborted');
      await part('aborted', UploadId, 1, second);
      expect(files()).toBe(before + 1);
      const target = { Bucket, Key: 'aborted', UploadId };
      expect((await client().send(new AbortMultipartUploadCommand(target))).$metadata.httpStatusCode).toBe(204);
      await expect(part('aborted', UploadId, 1, second)).rejects.toMatchObject({ name: 'NoSuchUpload' });
      await expect(client().send(new AbortMultipartUploadCommand(target))).rejects.toMatchObject({
        name: 'NoSuchUpload',
      });
      await waitFor(() => files() === before);
    });
  });
});
