/**
 * PutBucketNotificationConfiguration: sends the bucket's events to EventBridge, or no longer. Other targets are refused by name.
 * @source docs - API_PutBucketNotificationConfiguration, "Using EventBridge"
 */
import { requireBucket, setBucket } from './bucket.ts';
import { notImplemented } from './errors.ts';
import type { S3Handler } from './operation.ts';

export const putBucketNotificationConfiguration: S3Handler<'PutBucketNotificationConfiguration'> = (input, context) => {
  const bucket = requireBucket(context, input);
  const asked = input.NotificationConfiguration;
  if (asked.TopicConfigurations?.length) throw notImplemented('TopicConfiguration');
  if (asked.QueueConfigurations?.length) throw notImplemented('QueueConfiguration');
  if (asked.LambdaFunctionConfigurations?.length) throw notImplemented('CloudFunctionConfiguration');
  const { store } = context.plane;
  store.transaction(() => setBucket(store, bucket.name, 'events', asked.EventBridgeConfiguration ? 1 : null));
  return {};
};
