/** The plane's S3: buckets and objects, object bytes in files, everything else in SQLite. */
import { s3Model } from '../../models/s3-model.ts';
import type { S3Operations } from '../../models/s3-operations.ts';
import { defineService } from '../../service.ts';
import { abortMultipartUpload } from './abort-multipart-upload.ts';
import { completeMultipartUpload } from './complete-multipart-upload.ts';
import { copyObject } from './copy-object.ts';
import { createBucket } from './create-bucket.ts';
import { createMultipartUpload } from './create-multipart-upload.ts';
import { deleteBucketLifecycle } from './delete-bucket-lifecycle.ts';
import { deleteBucketTagging } from './delete-bucket-tagging.ts';
import { deleteBucket } from './delete-bucket.ts';
import { deleteObjectTagging } from './delete-object-tagging.ts';
import { deleteObject } from './delete-object.ts';
import { deleteObjects } from './delete-objects.ts';
import { getBucketLifecycleConfiguration } from './get-bucket-lifecycle-configuration.ts';
import { getBucketLocation } from './get-bucket-location.ts';
import { getBucketNotificationConfiguration } from './get-bucket-notification-configuration.ts';
import { getBucketTagging } from './get-bucket-tagging.ts';
import { getBucketVersioning } from './get-bucket-versioning.ts';
import { getObjectAttributes } from './get-object-attributes.ts';
import { getObjectTagging } from './get-object-tagging.ts';
import { getObject } from './get-object.ts';
import { headBucket } from './head-bucket.ts';
import { headObject } from './head-object.ts';
import { lifecycleMachine } from './lifecycle-machine.ts';
import { listBuckets } from './list-buckets.ts';
import { listMultipartUploads } from './list-multipart-uploads.ts';
import { listObjectVersions } from './list-object-versions.ts';
import { listObjectsV2 } from './list-objects-v2.ts';
import { listObjects } from './list-objects.ts';
import { listParts } from './list-parts.ts';
import { sweepOrphans } from './object-files.ts';
import { putBucketLifecycleConfiguration } from './put-bucket-lifecycle-configuration.ts';
import { putBucketNotificationConfiguration } from './put-bucket-notification-configuration.ts';
import { putBucketTagging } from './put-bucket-tagging.ts';
import { putBucketVersioning } from './put-bucket-versioning.ts';
import { putObjectTagging } from './put-object-tagging.ts';
import { putObject } from './put-object.ts';
import { S3_TABLES } from './tables.ts';
import { uploadPartCopy } from './upload-part-copy.ts';
import { uploadPart } from './upload-part.ts';

export const s3 = defineService<S3Operations>({
  model: s3Model,
  schema: S3_TABLES,
  machines: [lifecycleMachine],
  handlers: {
    AbortMultipartUpload: abortMultipartUpload,
    CompleteMultipartUpload: completeMultipartUpload,
    CopyObject: copyObject,
    CreateBucket: createBucket,
    CreateMultipartUpload: createMultipartUpload,
    DeleteBucket: deleteBucket,
    DeleteBucketLifecycle: deleteBucketLifecycle,
    DeleteBucketTagging: deleteBucketTagging,
    DeleteObject: deleteObject,
    DeleteObjectTagging: deleteObjectTagging,
    DeleteObjects: deleteObjects,
    GetBucketLifecycleConfiguration: getBucketLifecycleConfiguration,
    GetBucketLocation: getBucketLocation,
    GetBucketNotificationConfiguration: getBucketNotificationConfiguration,
    GetBucketTagging: getBucketTagging,
    GetBucketVersioning: getBucketVersioning,
    GetObject: getObject,
    GetObjectAttributes: getObjectAttributes,
    GetObjectTagging: getObjectTagging,
    HeadBucket: headBucket,
    HeadObject: headObject,
    ListBuckets: listBuckets,
    ListMultipartUploads: listMultipartUploads,
    ListObjectVersions: listObjectVersions,
    ListObjects: listObjects,
    ListObjectsV2: listObjectsV2,
    ListParts: listParts,
    PutBucketLifecycleConfiguration: putBucketLifecycleConfiguration,
    PutBucketNotificationConfiguration: putBucketNotificationConfiguration,
    PutBucketTagging: putBucketTagging,
    PutBucketVersioning: putBucketVersioning,
    PutObject: putObject,
    PutObjectTagging: putObjectTagging,
    UploadPart: uploadPart,
    UploadPartCopy: uploadPartCopy,
  },
  start: sweepOrphans,
});
