/** The source of CopyObject and UploadPartCopy: `bucket/key`, percent-encoded, with a slash in front or not. */
import type { CallContext } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { requireBucket, type BucketRow } from './bucket.ts';
import { checkCopyConditions, type CopyConditions } from './conditions.ts';
import { invalidArgument, invalidRequest } from './errors.ts';
import { requireObject, versionMember, type ObjectRow } from './object.ts';
import { MAX_UPLOAD_BYTES } from './receive.ts';

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

const invalid = (header: string): Error =>
  invalidArgument(
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
    'x-amz-copy-source',
    header,
  );

const decode = (header: string, text: string): string => {
  try {
    // A plus sign stands for a space here, as in a query.
    return decodeURIComponent(text.replaceAll('+', '%20'));
  } catch {
    throw invalid(header);
  }
};

/** @throws InvalidArgument */
const parseCopySource = (header: string): CopySource => {
  const [path = '', query] = header.split('?', 2);
  const decoded = decode(header, path).replace(/^\//, '');
  const slash = decoded.indexOf('/');
  if (slash <= 0 || slash === decoded.length - 1) throw invalid(header);
  const versionId = /(?:^|&)versionId=([^&]*)/.exec(query ?? '')?.[1];
  return {
    bucket: decoded.slice(0, slash),
    key: decoded.slice(slash + 1),
    ...(versionId === undefined ? {} : { versionId }),
  };
};

const findSource = ({ plane }: CallContext, bucket: BucketRow, { key, versionId }: CopySource): ObjectRow => {
  try {
    return requireObject(plane.store, bucket, key, versionId);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'MethodNotAllowed') throw error;
    throw invalidRequest('The source of a copy request may not specifically refer to a delete marker by version id.');
  }
};

export interface CopySourceInput extends CopyConditions {
  readonly CopySource: string;
  readonly ExpectedSourceBucketOwner?: string;
}

/**
 * The object to copy; `versionId` is set in a bucket that was ever versioned.
 * @throws InvalidArgument, NoSuchBucket, NoSuchKey, NoSuchVersion, PreconditionFailed, InvalidRequest for a delete marker
 */
export const findCopySource = (
  context: CallContext,
  input: CopySourceInput,
): { source: CopySource; object: ObjectRow; versionId: string | undefined } => {
  const source = parseCopySource(input.CopySource);
  const bucket = requireBucket(context, {
    Bucket: source.bucket,
    ExpectedBucketOwner: input.ExpectedSourceBucketOwner,
  });
  const object = findSource(context, bucket, source);
  checkCopyConditions(input, object);
  return { source, object, versionId: versionMember(bucket, object).VersionId };
};

/** @throws InvalidRequest */
export const checkCopySize = (size: number): void => {
  if (size > MAX_UPLOAD_BYTES) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${MAX_UPLOAD_BYTES}`,
    );
  }
};
