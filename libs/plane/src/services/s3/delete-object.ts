/**
 * DeleteObject: the key shows no object afterwards, whether it had one or not; a version that is named goes for good.
 * Under If-Match only the object that was meant goes.
 * @source docs - API_DeleteObject, "Deleting object versions", "How to perform conditional deletes"; that If-Match is held against the
 * version that is named is unverified
 */
import { requireBucket, type BucketRow } from './bucket.ts';
import { changeOf, deleteCurrent, deleteVersion, type ChangedVersion } from './change-object.ts';
import { checkWriteConditions } from './conditions.ts';
import { keyBytes } from './key.ts';
import { findObject, findVersion, isMarker } from './object.ts';
import type { CallContext } from '../../service.ts';
import type { S3Handler } from './operation.ts';
import { refuseUnsupported } from './unsupported.ts';

export interface DeleteTarget {
  readonly Key: string;
  readonly VersionId?: string;
  readonly IfMatch?: string;
}

/**
 * Deletes what a target names, within the caller's transaction.
 * @throws InvalidArgument, PreconditionFailed, NoSuchKey for If-Match without an object
 */
export const deleteTarget = (context: CallContext, bucket: BucketRow, target: DeleteTarget): ChangedVersion => {
  const { Key, VersionId, IfMatch } = target;
  const { store } = context.plane;
  keyBytes(Key);
  if (IfMatch !== undefined) {
    const named = VersionId === undefined ? undefined : findVersion(store, bucket.name, Key, VersionId);
    const meant = VersionId === undefined ? findObject(store, bucket.name, Key) : named;
    checkWriteConditions({ Key, IfMatch }, meant && isMarker(meant) ? undefined : meant);
  }
  const change = changeOf(context, bucket, 'DeleteObject');
  return VersionId === undefined ? deleteCurrent(change, Key) : deleteVersion(change, Key, VersionId);
};

export const deleteObject: S3Handler<'DeleteObject'> = (input, context) => {
  refuseUnsupported(input);
  const bucket = requireBucket(context, input);
  return context.plane.store.transaction(() => deleteTarget(context, bucket, input));
};
