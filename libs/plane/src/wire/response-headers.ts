/** The headers that every answer of a protocol carries. */
import { crc32 } from 'node:zlib';
import type { ErrorTarget } from './route-match.ts';

/** S3 names requests by `x-amz-request-id` and an opaque `x-amz-id-2`, every other service by `x-amzn-RequestId`. */
export const requestIdHeaders = (target: ErrorTarget, requestId: string): Record<string, string> =>
  target.protocol === 'rest-xml'
    ? { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId(requestId) }
    : { 'x-amzn-RequestId': requestId };

/** DynamoDB's answers carry their CRC-32, which some SDKs check. */
export const bodyChecksum = (target: ErrorTarget, body: string): Record<string, string> =>
  target.model?.id === 'dynamodb' ? { 'x-amz-crc32': String(crc32(body)) } : {};

/** S3's `HostId`: opaque; here the request's id again. */
export const hostId = (requestId: string): string => Buffer.from(requestId).toString('base64');

export const contentType = (target: ErrorTarget): string => {
  switch (target.protocol) {
    case 'json':
      return `application/x-amz-json-${target.model?.jsonVersion ?? '1.1'}`;
    case 'rest-json':
      return 'application/json';
    case 'rest-xml':
      return 'application/xml';
    case 'query':
      return 'text/xml';
  }
};
