import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  PutObjectCommand,
  UploadPartCommand,
  type ObjectAttributes,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'attributes';

describe('GetObjectAttributes', () => {
  const plane = withPlane({ services: [s3] });
  const ObjectAttributes: ObjectAttributes[] = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'];

  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket }));
  });

  it('refuses an attribute that is none, and a key that is not there', async () => {
    const ask = (attribute: string) =>
      plane
        .clients()
        .s3.send(new GetObjectAttributesCommand({ Bucket, Key: 'absent', ObjectAttributes: [attribute as 'ETag'] }));
    await expect(ask('Colour')).rejects.toMatchObject({ name: 'InvalidArgument' });
    await expect(ask('ETag')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  plane.executes('s3:GetObjectAttributes', { seenBy: 's3:PutObject' }, async (running) => {
    const { s3: client } = running.clients();
    const { ETag, ChecksumCRC32 } = await client.send(new PutObjectCommand({ Bucket, Key: 'whole', Body: 'four' }));
    const all = await client.send(new GetObjectAttributesCommand({ Bucket, Key: 'whole', ObjectAttributes }));
    expect(all).toMatchObject({
      ETag: ETag!.replaceAll('"', ''),
      Checksum: { ChecksumCRC32, ChecksumType: 'FULL_OBJECT' },
      ObjectSize: 4,
      StorageClass: 'STANDARD',
    });
    expect(all.ObjectParts).toBeUndefined();
  });

  it('shows the parts of an upload in pages', async () => {
    const { s3: client } = plane.clients();
    const target = { Bucket, Key: 'parts' };
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'SHA256' }),
    );
    const Parts = [];
    for (const [index, size] of [5 * 1024 ** 2, 10].entries()) {
      const { ETag, ChecksumSHA256 } = await client.send(
        new UploadPartCommand({
          ...{ ...target, UploadId, PartNumber: index + 1, Body: Buffer.alloc(size) },
          ChecksumAlgorithm: 'SHA256',
        }),
      );
      Parts.push({ PartNumber: index + 1, ETag, ChecksumSHA256 });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
    const { ObjectParts } = await client.send(
      new GetObjectAttributesCommand({ ...target, ObjectAttributes, MaxParts: 1, PartNumberMarker: '1' }),
    );
    expect(ObjectParts).toMatchObject({
      TotalPartsCount: 2,
      IsTruncated: false,
      Parts: [{ PartNumber: 2, Size: 10, ChecksumSHA256: Parts[1]!.ChecksumSHA256 }],
    });
  });
});
