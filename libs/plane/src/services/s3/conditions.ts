/** Conditional reads, copies and writes, with S3's precedence where two conditions speak of the same thing (RFC 9110, 13.2.2). */
import { AwsError } from '../../wire/aws-error.ts';
import { noSuchKey, notImplemented, preconditionFailed } from './errors.ts';
import { etagMatches, quoteEtag } from './etag.ts';

/** The version of an object that a condition is held against. */
export interface Version {
  /** Unquoted. */
  readonly etag: string;
  /** In milliseconds, whole seconds. */
  readonly modified: number;
}

export interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: Date;
  readonly IfUnmodifiedSince?: Date;
}

type Refusal = 'If-Match' | 'If-None-Match' | 'If-Modified-Since' | 'If-Unmodified-Since';

/** The condition that does not hold. An entity tag outranks the date of the same direction. */
const refusal = (conditions: ReadConditions, version: Version): Refusal | undefined => {
  if (conditions.IfMatch !== undefined) {
    if (!etagMatches(conditions.IfMatch, version.etag)) return 'If-Match';
  } else if (conditions.IfUnmodifiedSince && version.modified > conditions.IfUnmodifiedSince.getTime()) {
    return 'If-Unmodified-Since';
  }
  if (conditions.IfNoneMatch !== undefined) {
    if (etagMatches(conditions.IfNoneMatch, version.etag)) return 'If-None-Match';
  } else if (conditions.IfModifiedSince && version.modified <= conditions.IfModifiedSince.getTime()) {
    return 'If-Modified-Since';
  }
  return undefined;
};

/** @throws PreconditionFailed (412) or NotModified (304) */
export const checkReadConditions = (conditions: ReadConditions, version: Version): void => {
  const failed = refusal(conditions, version);
  if (failed === 'If-None-Match' || failed === 'If-Modified-Since') {
    const headers = { etag: quoteEtag(version.etag), 'last-modified': new Date(version.modified).toUTCString() };
    throw new AwsError('NotModified', 304, 'Not Modified', {}, headers);
  }
  if (failed) throw preconditionFailed(failed);
};

export interface CopyConditions {
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
  readonly CopySourceIfModifiedSince?: Date;
  readonly CopySourceIfUnmodifiedSince?: Date;
}

/** @throws PreconditionFailed: a copy has nothing to answer 304 with */
export const checkCopyConditions = (conditions: CopyConditions, source: Version): void => {
  const failed = refusal(
    {
      IfMatch: conditions.CopySourceIfMatch,
      IfNoneMatch: conditions.CopySourceIfNoneMatch,
      IfModifiedSince: conditions.CopySourceIfModifiedSince,
      IfUnmodifiedSince: conditions.CopySourceIfUnmodifiedSince,
    },
    source,
  );
  if (failed) throw preconditionFailed(`x-amz-copy-source-${failed}`);
};

export interface WriteConditions {
  readonly Key: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

/**
 * Holds a write's conditions against the object that it would replace. Called before the bytes are read, and again in
 * the transaction that switches the row.
 * @throws PreconditionFailed, NoSuchKey for If-Match without an object, NotImplemented for If-None-Match with a tag
 */
export const checkWriteConditions = (conditions: WriteConditions, current: Version | undefined): void => {
  if (conditions.IfNoneMatch !== undefined) {
    // S3 knows only the asterisk here.
    if (conditions.IfNoneMatch.trim() !== '*') throw notImplemented('If-None-Match');
    if (current) throw preconditionFailed('If-None-Match');
  }
  if (conditions.IfMatch !== undefined) {
    if (!current) throw noSuchKey(conditions.Key);
    if (!etagMatches(conditions.IfMatch, current.etag)) throw preconditionFailed('If-Match');
  }
};
