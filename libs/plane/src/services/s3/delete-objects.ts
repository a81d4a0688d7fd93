/**
 * DeleteObjects: up to 1000 keys at once, each with its own outcome.
 * @source docs - API_DeleteObjects
 */
import { AwsError } from '../../wire/aws-error.ts';
import { requireBucket } from './bucket.ts';
import { checkWriteConditions } from './conditions.ts';
import { malformedXml } from './errors.ts';
import { deleteObjectRow, findObject } from './object.ts';
import type { S3Handler, S3Input } from './operation.ts';
import { refuseUnsupported } from './unsupported.ts';

const MOST_KEYS = 1000;

type Target = S3Input<'DeleteObjects'>['Delete']['Objects'][number];

export const deleteObjects: S3Handler<'DeleteObjects'> = (input, context) => {
  const { store } = context.plane;
  const { Objects: targets, Quiet: quiet } = input.Delete;
  refuseUnsupported(input);
  requireBucket(context, input);
  if (targets.length === 0 || targets.length > MOST_KEYS) throw malformedXml();

  const remove = ({ Key, ETag, VersionId, LastModifiedTime, Size }: Target): void => {
    refuseUnsupported({ VersionId, IfMatchLastModifiedTime: LastModifiedTime, IfMatchSize: Size });
    checkWriteConditions({ Key, IfMatch: ETag }, findObject(store, input.Bucket, Key));
    deleteObjectRow(context, input.Bucket, Key);
  };
  const deleted: { Key: string }[] = [];
  const errors: { Key: string; Code: string; Message: string }[] = [];
  store.transaction(() => {
    for (const target of targets) {
      try {
        remove(target);
        if (!quiet) deleted.push({ Key: target.Key });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        errors.push({ Key: target.Key, Code: error.code, Message: error.message });
      }
    }
  });
  return {
    ...(deleted.length > 0 ? { Deleted: deleted } : {}),
    ...(errors.length > 0 ? { Errors: errors } : {}),
  };
};
