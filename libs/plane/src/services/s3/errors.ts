/** S3's errors, code, status and text as S3 sends them. */
import { AwsError } from '../../wire/aws-error.ts';

export const noSuchBucket = (bucket: string): AwsError =>
  new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: bucket });

export const noSuchKey = (key: string, headers: Readonly<Record<string, string>> = {}): AwsError =>
  new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { Key: key }, headers);

export const noSuchVersion = (key: string, versionId: string): AwsError =>
  new AwsError('NoSuchVersion', 404, 'The specified version does not exist.', { Key: key, VersionId: versionId });

export const noSuchUpload = (uploadId: string): AwsError =>
  new AwsError(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: uploadId },
  );

export const accessDenied = (): AwsError => new AwsError('AccessDenied', 403, 'Access Denied');

export const invalidArgument = (message: string, name: string, value: string): AwsError =>
  new AwsError('InvalidArgument', 400, message, { ArgumentName: name, ArgumentValue: value });

export const invalidRequest = (message: string): AwsError => new AwsError('InvalidRequest', 400, message);

export const badDigest = (message: string): AwsError => new AwsError('BadDigest', 400, message);

export const malformedXml = (): AwsError =>
  new AwsError(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const preconditionFailed = (condition: string): AwsError =>
  new AwsError('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });

export const invalidRange = (range: string, size: number): AwsError =>
  new AwsError('InvalidRange', 416, 'The requested range is not satisfiable', {
    RangeRequested: range,
    ActualObjectSize: String(size),
  });

export const entityTooLarge = (size: number, allowed: number): AwsError =>
  new AwsError('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize: String(size),
    MaxSizeAllowed: String(allowed),
  });

export const invalidPart = (uploadId: string, partNumber: number, etag: string): AwsError =>
  new AwsError(
    'InvalidPart',
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId: uploadId, PartNumber: String(partNumber), ETag: etag },
  );

/** What the plane does not do it refuses by name, in S3's words for that. */
export const notImplemented = (header: string): AwsError =>
  new AwsError(
    'NotImplemented',
    501,
    `A header you provided implies functionality that is not implemented: ${header}`,
    {
      Header: header,
    },
  );
