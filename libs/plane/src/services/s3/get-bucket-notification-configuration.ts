/**
 * GetBucketNotificationConfiguration: whether the bucket's events go to EventBridge.
 * @source docs - API_GetBucketNotificationConfiguration
 */
import { requireBucket } from './bucket.ts';
import type { S3Handler } from './operation.ts';

export const getBucketNotificationConfiguration: S3Handler<'GetBucketNotificationConfiguration'> = (input, context) =>
  requireBucket(context, input).events === 1 ? { EventBridgeConfiguration: {} } : {};
