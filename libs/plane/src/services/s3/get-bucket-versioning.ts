/**
 * GetBucketVersioning: `Enabled` or `Suspended`; nothing for a bucket that was never versioned.
 * @source docs - API_GetBucketVersioning
 */
import { requireBucket } from './bucket.ts';
import type { S3Handler } from './operation.ts';

export const getBucketVersioning: S3Handler<'GetBucketVersioning'> = (input, context) => {
  const { versioning } = requireBucket(context, input);
  return versioning === null ? {} : { Status: versioning };
};
