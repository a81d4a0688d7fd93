/** Answers that no handler gives: what the plane lacks, what nobody knows, and its own faults. */
import { AwsError } from './aws-error.ts';
import type { WireRequest } from './http-message.ts';
import type { ErrorTarget, UnsupportedOperation } from './route-match.ts';

/** 501: AWS has the operation, the plane does not. */
export const unsupportedOperation = ({ service, operation }: UnsupportedOperation): AwsError =>
  new AwsError(
    'NotImplemented',
    501,
    `The plane does not answer ${service} ${operation}; docs/coverage.md lists what it answers.`,
  );

/** The operation does not exist in AWS either. */
export const unknownOperation = (target: ErrorTarget, request: WireRequest): AwsError => {
  switch (target.protocol) {
    case 'rest-xml':
      return new AwsError('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.');
    case 'query': {
      const action = /(?:^|&)Action=([^&]*)/.exec(Buffer.isBuffer(request.body) ? request.body.toString('latin1') : '');
      return new AwsError('InvalidAction', 400, `Could not find operation ${action?.[1] ?? ''}`);
    }
    case 'json':
      return new AwsError('UnknownOperationException', 400, '');
    default:
      return new AwsError('UnknownOperationException', 404, '');
  }
};

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'SQLITE_FULL']);

/** A fault of the plane, told without details: 503 when the disk is full, else 500. */
export const internalError = ({ protocol }: ErrorTarget, error: unknown): AwsError => {
  const s3 = protocol === 'rest-xml';
  if (FULL.has(String((error as { code?: unknown } | null)?.code))) {
    return s3
      ? new AwsError('ServiceUnavailable', 503, 'Service is unable to handle request.')
      : new AwsError('ServiceUnavailable', 503, 'The request has failed due to a temporary failure of the server.');
  }
  return s3
    ? new AwsError('InternalError', 500, 'We encountered an internal error. Please try again.')
    : new AwsError('InternalFailure', 500, 'The request processing has failed because of an unknown error.');
};
