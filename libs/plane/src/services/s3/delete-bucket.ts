/**
 * DeleteBucket: only an empty bucket goes, and with it the uploads that nobody completed.
 * @source docs - API_DeleteBucket; that open uploads do not keep a bucket is unverified
 */
import { AwsError } from '../../wire/aws-error.ts';
import { requireBucket } from './bucket.ts';
import { lifecycleMachineId } from './lifecycle-machine.ts';
import type { S3Handler } from './operation.ts';
import { deleteUpload } from './upload.ts';

export const deleteBucket: S3Handler<'DeleteBucket'> = (input, context) => {
  const { store, engine } = context.plane;
  const bucket = requireBucket(context, input);
  const versions = ['s3_object', 's3_version'].map((table) => `select 1 from ${table} where bucket = ? limit 1`);
  if (versions.some((query) => store.get(query, bucket.name))) {
    throw new AwsError(
      'BucketNotEmpty',
      409,
      bucket.versioning === null
        ? 'The bucket you tried to delete is not empty'
        : 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
      { BucketName: bucket.name },
    );
  }
  store.transaction(() => {
    for (const { id } of store.all<{ id: string }>('select id from s3_upload where bucket = ?', bucket.name)) {
      deleteUpload(context, id);
    }
    store.run('delete from s3_bucket_settings where bucket = ?', bucket.name);
    engine.remove(lifecycleMachineId(bucket));
    store.run('delete from s3_bucket where name = ?', bucket.name);
  });
  return {};
};
