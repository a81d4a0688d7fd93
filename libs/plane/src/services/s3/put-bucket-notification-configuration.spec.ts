import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCommand,
  type NotificationConfiguration,
} from '@aws-sdk/client-s3';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RecordedEvent } from '../../engine/outbox.ts';
import { waitFor, withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const Bucket = 'events';

interface Detail {
  readonly object: { readonly key: string; readonly sequencer: string };
  readonly reason?: string;
}

describe('PutBucketNotificationConfiguration', () => {
  const seen: RecordedEvent[] = [];
  const listener = { name: 'spec', handle: (event: RecordedEvent) => void seen.push(event) };
  const plane = withPlane({ services: [{ ...s3, followers: [listener] }] });
  const client = () => plane.clients().s3;
  const configure = (NotificationConfiguration: NotificationConfiguration) =>
    client().send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  const events = async (count: number) => {
    await waitFor(() => seen.length >= count);
    return seen.map(({ detailType, detail }) => ({ detailType, ...(detail as Detail) }));
  };

  beforeAll(async () => {
    await client().send(new CreateBucketCommand({ Bucket }));
    await client().send(new PutObjectCommand({ Bucket, Key: 'silent', Body: 'x' }));
    await configure({ EventBridgeConfiguration: {} });
  });
  afterEach(() => void seen.splice(0));

  describe('validation', () => {
    it.each([
      [
        {
          TopicConfigurations: [
            { TopicArn: 'arn:aws:sns:us-east-1:111111111111:t', Events: ['s3:ObjectCreated:*' as const] },
          ],
        },
        'TopicConfiguration',
      ],
      [
        {
          QueueConfigurations: [
            { QueueArn: 'arn:aws:sqs:us-east-1:111111111111:q', Events: ['s3:ObjectCreated:*' as const] },
          ],
        },
        'QueueConfiguration',
      ],
      [
        {
          LambdaFunctionConfigurations: [
            { LambdaFunctionArn: 'arn:aws:lambda:us-east-1:1:function:f', Events: ['s3:ObjectCreated:*' as const] },
          ],
        },
        'CloudFunctionConfiguration',
      ],
    ])('refuses by name a target that is not EventBridge: %#', async (configuration, Header) => {
      await expect(configure(configuration)).rejects.toMatchObject({ name: 'NotImplemented', Header });
    });
  });

  describe('behaviour', () => {
    plane.executes(
      's3:PutBucketNotificationConfiguration',
      { seenBy: 's3:GetBucketNotificationConfiguration' },
      async (running) => {
        const { s3: own } = running.clients();
        const made = { Bucket: 'asked' };
        await own.send(new CreateBucketCommand(made));
        const get = async () =>
          (await own.send(new GetBucketNotificationConfigurationCommand(made))).EventBridgeConfiguration;
        expect(await get()).toBeUndefined();
        const NotificationConfiguration = { EventBridgeConfiguration: {} };
        await own.send(new PutBucketNotificationConfigurationCommand({ ...made, NotificationConfiguration }));
        expect(await get()).toEqual({});
        await own.send(new PutBucketNotificationConfigurationCommand({ ...made, NotificationConfiguration: {} }));
        expect(await get()).toBeUndefined();
      },
    );

    plane.executes(
      's3:GetBucketNotificationConfiguration',
      { seenBy: 's3:PutObject', title: 'tells of an object in the shape of EventBridge' },
      async (running) => {
        const { s3: own } = running.clients();
        await own.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
        const { ETag, $metadata } = await own.send(new PutObjectCommand({ Bucket, Key: 'a key', Body: 'four' }));
        await events(1);
        expect(seen[0]).toMatchObject({
          source: 'aws.s3',
          detailType: 'Object Created',
          accountId: '111111111111',
          region: 'us-east-1',
          resources: ['arn:aws:s3:::events'],
          detail: {
            version: '0',
            bucket: { name: Bucket },
            object: { key: 'a key', size: 4, etag: ETag!.replaceAll('"', '') },
            'request-id': $metadata.requestId,
            requester: '111111111111',
            'source-ip-address': '127.0.0.1',
            reason: 'PutObject',
          },
        });
      },
    );

    it('tells of each kind of change, in order', async () => {
      const target = { Bucket, Key: 'changed' };
      await client().send(new PutObjectCommand({ ...target, Body: 'x' }));
      await client().send(new CopyObjectCommand({ ...target, CopySource: `${Bucket}/silent` }));
      const { UploadId } = await client().send(new CreateMultipartUploadCommand(target));
      const { ETag } = await client().send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'p' }));
      const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
      await client().send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload }));
      await client().send(new PutObjectTaggingCommand({ ...target, Tagging: { TagSet: [{ Key: 'k', Value: 'v' }] } }));
      await client().send(new DeleteObjectTaggingCommand(target));
      await client().send(new DeleteObjectCommand(target));
      await client().send(new DeleteObjectCommand(target)); // nothing is there to delete
      await client().send(new PutObjectCommand({ ...target, Key: 'last', Body: 'x' }));
      const told = await events(7);
      expect(told.map(({ detailType, reason }) => [detailType, reason])).toEqual([
        ['Object Created', 'PutObject'],
        ['Object Created', 'CopyObject'],
        ['Object Created', 'CompleteMultipartUpload'],
        ['Object Tags Added', undefined],
        ['Object Tags Deleted', undefined],
        ['Object Deleted', 'DeleteObject'],
        ['Object Created', 'PutObject'],
      ]);
      const sequencers = told.flatMap(({ object }) => (object.sequencer ? [object.sequencer] : []));
      expect(sequencers).toEqual([...sequencers].sort());
      expect(new Set(sequencers).size).toBe(5);
    });

    it('names versions, and how they were deleted', async () => {
      const VersioningConfiguration = { Status: 'Enabled' } as const;
      await client().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      const target = { Bucket, Key: 'versions' };
      const { VersionId } = await client().send(new PutObjectCommand({ ...target, Body: 'x' }));
      const marker = await client().send(new DeleteObjectCommand(target));
      await client().send(new DeleteObjectCommand({ ...target, VersionId }));
      expect(await events(3)).toMatchObject([
        { object: { 'version-id': VersionId } },
        { object: { 'version-id': marker.VersionId }, 'deletion-type': 'Delete Marker Created' },
        { object: { 'version-id': VersionId }, 'deletion-type': 'Permanently Deleted' },
      ]);
    });

    it('tells nothing of a write that failed, nor when it is turned off', async () => {
      await expect(
        client().send(new PutObjectCommand({ Bucket, Key: 'failed', Body: 'x', IfMatch: '"x"' })),
      ).rejects.toMatchObject({ name: 'NoSuchKey' });
      await configure({});
      await client().send(new PutObjectCommand({ Bucket, Key: 'quiet', Body: 'x' }));
      await configure({ EventBridgeConfiguration: {} });
      await client().send(new PutObjectCommand({ Bucket, Key: 'heard', Body: 'x' }));
      expect((await events(1)).map(({ object }) => object.key)).toEqual(['heard']);
    });
  });
});
