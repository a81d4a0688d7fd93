/** Step one of a request: who signed it, before a byte of its body is read, and which service's words answer a fault. */
import type { ErrorTarget } from './route-match.ts';
import type { RoutedRequest, Router } from './router.ts';
import { AwsError } from './aws-error.ts';
import { headerValue, parseAuthorization, type Authorization } from './sigv4-authorization.ts';
import type { AuthDialect } from './sigv4-fault.ts';
import { UNSIGNED_PAYLOAD, type Credential, type SignatureVerifier } from './sigv4.ts';
import { isChunked } from './server-body.ts';

export interface Identity {
  readonly authorization: Authorization;
  readonly credential: Credential;
}

/** @throws AuthFault when the request is unsigned, stale, or signed by nobody we know. */
export const identify = (request: RoutedRequest, verifier: SignatureVerifier): Identity => {
  const authorization = parseAuthorization(request);
  return { authorization, credential: verifier.identify(authorization) };
};

/** What is known of whom a fault answers before the request is matched. */
export const errorTarget = (request: RoutedRequest, router: Router): ErrorTarget => {
  const { method, path } = request;
  if (request.headers['x-amz-target'] !== undefined) return { protocol: 'json', method, path };
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return { protocol: 'query', method, path };
  }
  return (
    router.match(request) ??
    router.unsupportedOperation(request) ?? {
      protocol: request.signingName === 's3' ? 'rest-xml' : 'rest-json',
      method,
      path,
    }
  );
};

export const dialectOf = ({ protocol }: ErrorTarget): AuthDialect => (protocol === 'rest-xml' ? 's3' : protocol);

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * What S3's signature covers of the body: a hash, or AWS's word for what stands in its place.
 * @throws AwsError InvalidRequest or InvalidArgument.
 */
export const s3ContentHash = (request: RoutedRequest, { authorization }: Identity): string => {
  const presigned = authorization.expires !== undefined;
  const given =
    headerValue(request, 'x-amz-content-sha256') ??
    (presigned ? (/(?:^|&)X-Amz-Content-Sha256=([^&]*)/.exec(request.query)?.[1] ?? UNSIGNED_PAYLOAD) : undefined);
  if (given === undefined) {
    throw new AwsError('InvalidRequest', 400, 'Missing required header for this request: x-amz-content-sha256');
  }
  if (given === UNSIGNED_PAYLOAD || SHA256.test(given) || isChunked(given)) return given;
  throw new AwsError(
    'InvalidArgument',
    400,
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
  );
};
