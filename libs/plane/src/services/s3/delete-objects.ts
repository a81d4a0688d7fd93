/**
 * DeleteObjects: up to 1000 keys at once, each with its own outcome.
 * @source docs - API_DeleteObjects
 */
import type { DeletedObject } from '@aws-sdk/client-s3';
import { AwsError } from '../../wire/aws-error.ts';
import { requireBucket } from './bucket.ts';
import { deleteTarget } from './delete-object.ts';
import { malformedXml } from './errors.ts';
import type { S3Handler, S3Input } from './operation.ts';
import { refuseUnsupported } from './unsupported.ts';

const MOST_KEYS = 1000;

type Target = S3Input<'DeleteObjects'>['Delete']['Objects'][number];

export const deleteObjects: S3Handler<'DeleteObjects'> = (input, context) => {
  const { store } = context.plane;
  const { Objects: targets, Quiet: quiet } = input.Delete;
  refuseUnsupported(input);
  const bucket = requireBucket(context, input);
  if (targets.length === 0 || targets.length > MOST_KEYS) throw malformedXml();

  const remove = ({ Key, ETag, VersionId, LastModifiedTime, Size }: Target): DeletedObject => {
    refuseUnsupported({ IfMatchLastModifiedTime: LastModifiedTime, IfMatchSize: Size });
    const { VersionId: changed, DeleteMarker } = deleteTarget(context, bucket, { Key, VersionId, IfMatch: ETag });
    return {
      Key,
      ...(VersionId === undefined ? {} : { VersionId }),
      // Of a marker that was made, or that was itself deleted.
      ...(DeleteMarker ? { DeleteMarker, DeleteMarkerVersionId: changed } : {}),
    };
  };
  const deleted: DeletedObject[] = [];
  const errors: { Key: string; VersionId?: string; Code: string; Message: string }[] = [];
  store.transaction(() => {
    for (const target of targets) {
      try {
        const outcome = store.transaction(() => remove(target));
        if (!quiet) deleted.push(outcome);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const { Key, VersionId } = target;
        errors.push({
          ...{ Key, Code: error.code, Message: error.message },
          ...(VersionId === undefined ? {} : { VersionId }),
        });
      }
    }
  });
  return {
    ...(deleted.length > 0 ? { Deleted: deleted } : {}),
    ...(errors.length > 0 ? { Errors: errors } : {}),
  };
};
