/**
 * DeleteBucket: only an empty bucket goes, and with it the uploads that nobody completed.
 * @source docs - API_DeleteBucket; that open uploads do not keep a bucket is unverified
 */
import { AwsError } from '../../wire/aws-error.ts';
import { requireBucket } from './bucket.ts';
import type { S3Handler } from './operation.ts';
import { deleteUpload } from './upload.ts';

export const deleteBucket: S3Handler<'DeleteBucket'> = (input, context) => {
  const { store } = context.plane;
  const bucket = requireBucket(context, input);
  if (store.get('select 1 from s3_object where bucket = ? limit 1', bucket.name)) {
    throw new AwsError('BucketNotEmpty', 409, 'The bucket you tried to delete is not empty', {
      BucketName: bucket.name,
    });
  }
  store.transaction(() => {
    for (const { id } of store.all<{ id: string }>('select id from s3_upload where bucket = ?', bucket.name)) {
      deleteUpload(context, id);
    }
    store.run('delete from s3_bucket where name = ?', bucket.name);
  });
  return {};
};
