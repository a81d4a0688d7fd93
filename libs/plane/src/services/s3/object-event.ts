/** The events that S3 sends to EventBridge, for buckets that asked for them (S3 user guide, "EventBridge event message structure"). */
import type { PlaneServices } from '../../service.ts';
import type { BucketRow } from './bucket.ts';
import type { ObjectRow } from './object.ts';

/** A change of objects of a bucket: when it happens, and who caused it. */
export interface Change {
  readonly plane: PlaneServices;
  readonly bucket: BucketRow;
  /** Service time in milliseconds. */
  readonly now: number;
  /** As the event says it: the operation, or `Lifecycle Expiration`. */
  readonly reason: string;
  /** An account's id, or `s3.amazonaws.com`. */
  readonly requester: string;
  readonly requestId: string;
  /** Absent when S3 itself acts. */
  readonly sourceIp?: string;
}

export type DetailType = 'Object Created' | 'Object Deleted' | 'Object Tags Added' | 'Object Tags Deleted';

const SEQUENCER_DIGITS = 18;

/** Records what happened to a version of `key`, within the caller's transaction. */
export const recordEvent = (
  change: Change,
  detailType: DetailType,
  key: string,
  version: Pick<ObjectRow, 'etag' | 'version'> & { readonly size?: number },
  more: { readonly sequence?: number; readonly deletionType?: 'Permanently Deleted' | 'Delete Marker Created' } = {},
): void => {
  const { plane, bucket, now, reason, requester, requestId, sourceIp } = change;
  if (bucket.events !== 1) return;
  const sequencer = more.sequence?.toString(16).toUpperCase().padStart(SEQUENCER_DIGITS, '0');
  plane.outbox.append({ accountId: bucket.account, region: bucket.region }, now, {
    source: 'aws.s3',
    detailType,
    resources: [`arn:aws:s3:::${bucket.name}`],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key,
        ...(version.size === undefined ? {} : { size: version.size }),
        etag: version.etag,
        ...(bucket.versioning === null ? {} : { 'version-id': version.version }),
        ...(sequencer === undefined ? {} : { sequencer }),
      },
      'request-id': requestId,
      requester,
      ...(sourceIp === undefined ? {} : { 'source-ip-address': sourceIp }),
      // Only what makes or takes a version has a reason.
      ...(more.sequence === undefined ? {} : { reason }),
      ...(more.deletionType === undefined ? {} : { 'deletion-type': more.deletionType }),
    },
  });
};
