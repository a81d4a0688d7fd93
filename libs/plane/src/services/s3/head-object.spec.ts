import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'head-object';

describe('HeadObject', () => {
  const plane = withPlane({ services: [s3] });
  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket }));
  });

  plane.executes('s3:HeadObject', { seenBy: 's3:PutObject' }, async (running) => {
    const { s3: client } = running.clients();
    running.clock.set({ time: Date.UTC(2030, 0, 2, 3, 4, 5) });
    const input = { Bucket, Key: 'key', Body: 'four', Metadata: { a: 'b' }, StorageClass: 'STANDARD_IA' } as const;
    const { ETag } = await client.send(new PutObjectCommand(input));
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'key' }))).toMatchObject({
      ContentLength: 4,
      ETag,
      Metadata: { a: 'b' },
      StorageClass: 'STANDARD_IA',
    });
  });

  it('has ranges and conditions as GetObject, and errors without a body', async () => {
    const { s3: client } = plane.clients();
    const head = (input: object) => client.send(new HeadObjectCommand({ Bucket, Key: 'key', ...input }));
    expect(await head({ Range: 'bytes=1-2' })).toMatchObject({ ContentLength: 2, ContentRange: 'bytes 1-2/4' });
    await expect(head({ Key: 'absent' })).rejects.toMatchObject({ name: 'NotFound' });
    await expect(head({ IfMatch: '"x"' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
  });
});
