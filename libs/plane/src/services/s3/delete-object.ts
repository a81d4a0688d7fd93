/**
 * DeleteObject: the key has no object afterwards, whether it had one or not; under If-Match only the object that was meant.
 * @source docs - API_DeleteObject, "How to perform conditional deletes"
 */
import { requireBucket } from './bucket.ts';
import { checkWriteConditions } from './conditions.ts';
import { deleteObjectRow, findObject } from './object.ts';
import type { S3Handler } from './operation.ts';
import { refuseUnsupported } from './unsupported.ts';

export const deleteObject: S3Handler<'DeleteObject'> = (input, context) => {
  const { store } = context.plane;
  refuseUnsupported(input);
  requireBucket(context, input);
  store.transaction(() => {
    checkWriteConditions(input, findObject(store, input.Bucket, input.Key));
    deleteObjectRow(context, input.Bucket, input.Key);
  });
  return {};
};
