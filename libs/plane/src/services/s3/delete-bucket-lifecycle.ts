/**
 * DeleteBucketLifecycle: nothing of the bucket expires any more.
 * @source docs - API_DeleteBucketLifecycle
 */
import { requireBucket, setBucket } from './bucket.ts';
import { lifecycleMachineId } from './lifecycle-machine.ts';
import type { S3Handler } from './operation.ts';

export const deleteBucketLifecycle: S3Handler<'DeleteBucketLifecycle'> = (input, context) => {
  const bucket = requireBucket(context, input);
  const { store, engine } = context.plane;
  store.transaction(() => {
    setBucket(store, bucket.name, 'lifecycle', null);
    engine.remove(lifecycleMachineId(bucket));
  });
  return {};
};
