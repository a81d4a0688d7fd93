/** The plane's S3: buckets and objects, object bytes in files, everything else in SQLite. */
import { s3Model } from '../../models/s3-model.ts';
import type { S3Operations } from '../../models/s3-operations.ts';
import { defineService } from '../../service.ts';
import { abortMultipartUpload } from './abort-multipart-upload.ts';
import { completeMultipartUpload } from './complete-multipart-upload.ts';
import { copyObject } from './copy-object.ts';
import { createBucket } from './create-bucket.ts';
import { createMultipartUpload } from './create-multipart-upload.ts';
import { deleteBucket } from './delete-bucket.ts';
import { deleteObject } from './delete-object.ts';
import { deleteObjects } from './delete-objects.ts';
import { getBucketLocation } from './get-bucket-location.ts';
import { getObject } from './get-object.ts';
import { headBucket } from './head-bucket.ts';
import { headObject } from './head-object.ts';
import { listBuckets } from './list-buckets.ts';
import { listMultipartUploads } from './list-multipart-uploads.ts';
import { listObjectsV2 } from './list-objects-v2.ts';
import { listParts } from './list-parts.ts';
import { sweepOrphans } from './object-files.ts';
import { putObject } from './put-object.ts';
import { S3_TABLES } from './tables.ts';
import { uploadPartCopy } from './upload-part-copy.ts';
import { uploadPart } from './upload-part.ts';

export const s3 = defineService<S3Operations>({
  model: s3Model,
  schema: S3_TABLES,
  handlers: {
    AbortMultipartUpload: abortMultipartUpload,
    CompleteMultipartUpload: completeMultipartUpload,
    CopyObject: copyObject,
    CreateBucket: createBucket,
    CreateMultipartUpload: createMultipartUpload,
    DeleteBucket: deleteBucket,
    DeleteObject: deleteObject,
    DeleteObjects: deleteObjects,
    GetBucketLocation: getBucketLocation,
    GetObject: getObject,
    HeadBucket: headBucket,
    HeadObject: headObject,
    ListBuckets: listBuckets,
    ListMultipartUploads: listMultipartUploads,
    ListObjectsV2: listObjectsV2,
    ListParts: listParts,
    PutObject: putObject,
    UploadPart: uploadPart,
    UploadPartCopy: uploadPartCopy,
  },
  start: sweepOrphans,
});
