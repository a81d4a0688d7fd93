import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import type { RecordedEvent } from '../../engine/outbox.ts';
import { waitFor, withPlane } from '../../testing/index.ts';
import { s3 } from './index.ts';

const DAY_MS = 86_400_000;

describe('PutBucketLifecycleConfiguration', () => {
  const seen: RecordedEvent[] = [];
  const listener = { name: 'spec', handle: (event: RecordedEvent) => void seen.push(event) };
  const plane = withPlane({ services: [{ ...s3, followers: [listener] }] });
  const client = () => plane.clients().s3;
  let buckets = 0;

  const bucketWith = async (...Rules: LifecycleRule[]): Promise<string> => {
    const Bucket = `lifecycle-${(buckets += 1)}`;
    await client().send(new CreateBucketCommand({ Bucket }));
    await rule(Bucket, ...Rules);
    return Bucket;
  };
  const rule = (Bucket: string, ...Rules: LifecycleRule[]) =>
    client().send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  const put = (Bucket: string, Key: string, Body = 'x', Tagging?: string) =>
    client().send(new PutObjectCommand({ Bucket, Key, Body, Tagging }));
  const keys = async (Bucket: string) =>
    ((await client().send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(({ Key }) => Key);
  const versions = async (Bucket: string) => {
    const { Versions = [], DeleteMarkers = [] } = await client().send(new ListObjectVersionsCommand({ Bucket }));
    return { versions: Versions.length, markers: DeleteMarkers.length };
  };
  const daysLater = (days: number) => plane.clock.set({ time: plane.clock.now() + days * DAY_MS });
  const enable = (Bucket: string) =>
    client().send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const expire = { Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } } as const;
  afterEach(() => void seen.splice(0));

  describe('serialization', () => {
    it('gives rules back as they were put, each with an ID', async () => {
      /** The older way to say it, which the SDK's types warn of and S3 takes. */
      const prefix: object = { Prefix: '' };
      const rules: LifecycleRule[] = [
        {
          ID: 'all',
          Status: 'Disabled',
          Filter: {
            And: {
              Prefix: 'a/',
              Tags: [
                { Key: 'k', Value: 'v' },
                { Key: 'l', Value: '' },
              ],
              ObjectSizeGreaterThan: 1,
              ObjectSizeLessThan: 10,
            },
          },
          Expiration: { Date: new Date('2031-01-01T00:00:00Z') },
          NoncurrentVersionExpiration: { NoncurrentDays: 3, NewerNoncurrentVersions: 2 },
        },
        { Status: 'Enabled', ...prefix, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
      ];
      const Bucket = await bucketWith(...rules);
      const answer = await client().send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      expect(answer.Rules).toEqual([
        rules[0],
        { ...(rules[1] as object), ID: expect.stringMatching(/.{20,}/) as string },
      ]);
      expect(answer.TransitionDefaultMinimumObjectSize).toBe('all_storage_classes_128K');
    });
  });

  describe('validation', () => {
    const on = { Status: 'Enabled', Filter: {} } as const;
    it.each<[string, LifecycleRule[], string]>([
      ['no rule', [], 'MalformedXML'],
      ['no filter', [{ Status: 'Enabled', Expiration: { Days: 1 } }], 'MalformedXML'],
      ['a status that is none', [{ ...expire, Status: 'On' as 'Enabled' }], 'MalformedXML'],
      ['two conditions', [{ ...expire, Filter: { Prefix: 'a', ObjectSizeLessThan: 2 } }], 'MalformedXML'],
      ['no action', [on], 'InvalidRequest'],
      ['zero days', [{ ...on, Expiration: { Days: 0 } }], 'InvalidArgument'],
      ['days and a date', [{ ...on, Expiration: { Days: 1, Date: new Date(0) } }], 'MalformedXML'],
      ['a date at noon', [{ ...on, Expiration: { Date: new Date('2031-01-01T12:00:00Z') } }], 'InvalidArgument'],
      [
        'an ID twice',
        [
          { ...expire, ID: 'a' },
          { ...expire, ID: 'a' },
        ],
        'InvalidArgument',
      ],
      ['a long ID', [{ ...expire, ID: 'a'.repeat(256) }], 'InvalidArgument'],
      [
        'uploads by tag',
        [
          {
            Status: 'Enabled',
            Filter: { Tag: { Key: 'k', Value: 'v' } },
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
          },
        ],
        'InvalidRequest',
      ],
      ['a transition', [{ ...on, Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] }], 'NotImplemented'],
      [
        'a transition of versions',
        [{ ...on, NoncurrentVersionTransitions: [{ NoncurrentDays: 1, StorageClass: 'GLACIER' }] }],
        'NotImplemented',
      ],
    ])('refuses %s', async (_name, rules, name) => {
      await expect(bucketWith(...rules)).rejects.toMatchObject({ name });
    });
  });

  describe('behaviour', () => {
    plane.executes(
      's3:PutBucketLifecycleConfiguration',
      { seenBy: 's3:ListObjectsV2', title: 'expires what a filter means at midnight, and tells of it' },
      async () => {
        const Bucket = await bucketWith(
          { ...expire, ID: 'by prefix', Filter: { Prefix: 'tmp/' } },
          { ...expire, Filter: { Tag: { Key: 'keep', Value: 'no' } } },
          { ...expire, Filter: { And: { Prefix: 'sized/', ObjectSizeGreaterThan: 2, ObjectSizeLessThan: 5 } } },
        );
        const NotificationConfiguration = { EventBridgeConfiguration: {} };
        await client().send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
        const { Expiration } = await put(Bucket, 'tmp/a');
        const midnight = new Date(Math.ceil((Math.floor(plane.clock.now() / 1000) * 1000 + DAY_MS) / DAY_MS) * DAY_MS);
        expect(Expiration).toBe(`expiry-date="${midnight.toUTCString()}", rule-id="by%20prefix"`);
        const head = await client().send(new HeadObjectCommand({ Bucket, Key: 'tmp/a' }));
        expect(head.Expiration).toBe(Expiration);
        expect((await put(Bucket, 'kept')).Expiration).toBeUndefined();
        await put(Bucket, 'tagged', 'x', 'keep=no');
        await put(Bucket, 'tagged-otherwise', 'x', 'keep=yes');
        await put(Bucket, 'sized/small', '12');
        await put(Bucket, 'sized/fits', '123');
        daysLater(2);
        await waitFor(async () => (await keys(Bucket)).length === 3);
        expect(await keys(Bucket)).toEqual(['kept', 'sized/small', 'tagged-otherwise']);
        const deleted = () => seen.filter(({ detailType }) => detailType === 'Object Deleted');
        await waitFor(() => deleted().length === 3);
        expect(deleted()[0]?.detail).toMatchObject({
          object: { key: 'sized/fits' },
          requester: 's3.amazonaws.com',
          reason: 'Lifecycle Expiration',
          'deletion-type': 'Permanently Deleted',
        });
      },
    );

    plane.executes('s3:DeleteBucketLifecycle', { seenBy: 's3:PutBucketLifecycleConfiguration' }, async (running) => {
      const { s3: own } = running.clients();
      const Bucket = await bucketWith(expire);
      await own.send(new DeleteBucketLifecycleCommand({ Bucket }));
      await expect(own.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toMatchObject({
        name: 'NoSuchLifecycleConfiguration',
      });
      expect((await put(Bucket, 'kept')).Expiration).toBeUndefined();
    });

    plane.executes(
      's3:GetBucketLifecycleConfiguration',
      { seenBy: 's3:PutBucketLifecycleConfiguration' },
      async (running) => {
        const Bucket = await bucketWith({ ...expire, ID: 'one' });
        const { Rules } = await running.clients().s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
        expect(Rules).toEqual([{ ...expire, ID: 'one' }]);
      },
    );

    it('leaves a marker in a versioned bucket, and takes old versions and lone markers', async () => {
      const Bucket = await bucketWith(
        { ...expire, Expiration: { Days: 1 } },
        { ...expire, Expiration: undefined, NoncurrentVersionExpiration: { NoncurrentDays: 5 } },
        { ...expire, Expiration: { ExpiredObjectDeleteMarker: true } },
      );
      await enable(Bucket);
      await put(Bucket, 'key', 'one');
      await put(Bucket, 'key', 'two');
      daysLater(2);
      await waitFor(async () => (await keys(Bucket)).length === 0);
      expect(await versions(Bucket)).toEqual({ versions: 2, markers: 1 });
      daysLater(8);
      await waitFor(async () => (await versions(Bucket)).versions === 0);
      await waitFor(async () => (await versions(Bucket)).markers === 0);
    });

    it('keeps the newest of the old versions when told to', async () => {
      const Bucket = await bucketWith({
        ...{ Status: 'Enabled', Filter: {} },
        NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 2 },
      });
      await enable(Bucket);
      for (const body of ['1', '2', '3', '4', '5']) await put(Bucket, 'key', body);
      daysLater(3);
      await waitFor(async () => (await versions(Bucket)).versions === 3);
    });

    it('aborts uploads that nobody completed', async () => {
      const Bucket = await bucketWith({
        ...{ Status: 'Enabled', Filter: { Prefix: 'up' } },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 3 },
      });
      await client().send(new CreateMultipartUploadCommand({ Bucket, Key: 'upload' }));
      await client().send(new CreateMultipartUploadCommand({ Bucket, Key: 'other' }));
      const open = async () =>
        (await client().send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.map(({ Key }) => Key);
      daysLater(5);
      await waitFor(async () => (await open())?.length === 1);
      expect(await open()).toEqual(['other']);
    });

    it('goes on over a restart, in slices of many keys', async () => {
      const Bucket = await bucketWith(expire);
      const all = Array.from({ length: 230 }, (_, index) => `key-${index}`);
      for (let from = 0; from < all.length; from += 23) {
        await Promise.all(all.slice(from, from + 23).map((key) => put(Bucket, key)));
      }
      await plane.restart();
      daysLater(3);
      await waitFor(async () => (await keys(Bucket)).length === 0);
      await client().send(new DeleteObjectCommand({ Bucket, Key: 'key-0' }));
    });
  });
});
