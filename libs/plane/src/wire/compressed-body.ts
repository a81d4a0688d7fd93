/** Bodies that a client compressed, as it may where an operation's model says so (PutMetricData). */
import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import type { RouteMatch } from './route-match.ts';
import { serializationException } from './serialization-error.ts';
import { bodyLimit, bodyTooLarge } from './server-limits.ts';

/**
 * The body as the operation reads it. A form is taken apart before its operation is known: no other reads a compressed one.
 * @throws AwsError SerializationException when it is not gzip, RequestEntityTooLargeException
 */
export const plainBody = (match: RouteMatch | undefined, headers: IncomingHttpHeaders, body: Buffer): Buffer => {
  if (headers['content-encoding'] !== 'gzip') return body;
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  if (match ? match.operationModel.requestCompression !== 'gzip' : !form) return body;
  try {
    return gunzipSync(body, { maxOutputLength: bodyLimit(match?.model.id) });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw bodyTooLarge(match?.model);
    throw serializationException();
  }
};
