/** Changes the tags of a version of an object; its bytes, its entity tag and its date stay. */
import type { CallContext } from '../../service.ts';
import { requireBucket, type BucketInput } from './bucket.ts';
import { changeOf } from './change-object.ts';
import { keyBytes } from './key.ts';
import { recordEvent } from './object-event.ts';
import { requireObject, versionMember } from './object.ts';

export interface TaggedInput extends BucketInput {
  readonly Key: string;
  readonly VersionId?: string;
}

/**
 * Sets the document of a version's tags; null for none.
 * @throws NoSuchKey, NoSuchVersion, MethodNotAllowed for a delete marker
 */
export const tagObject = (context: CallContext, input: TaggedInput, tags: string | null): { VersionId?: string } => {
  const bucket = requireBucket(context, input);
  const { store } = context.plane;
  return store.transaction(() => {
    const object = requireObject(store, bucket, input.Key, input.VersionId);
    const table = 'marker' in object ? 's3_version' : 's3_object';
    store.run(
      `update ${table} set tags = ? where bucket = ? and key = ? and version = ?`,
      ...[tags, bucket.name, keyBytes(input.Key), object.version],
    );
    const { etag, version } = object;
    const change = changeOf(context, bucket, '');
    recordEvent(change, tags === null ? 'Object Tags Deleted' : 'Object Tags Added', input.Key, { etag, version });
    return versionMember(bucket, object);
  });
};
