/** What a presigned URL of S3 carries in its query in the place of headers, since whoever opens it sends none. */
import type { IncomingHttpHeaders } from 'node:http';
import { parseQuery } from './query-string.ts';

/** The signature itself. */
const OF_SIGNATURE = new Set(
  ['algorithm', 'credential', 'date', 'expires', 'signedheaders', 'signature', 'security-token', 'content-sha256'].map(
    (name) => `x-amz-${name}`,
  ),
);

/**
 * Checksums do not count here, as reports of S3's answers have it; the SDK for JavaScript puts that of no bytes into the URL
 * of every upload.
 */
const CHECKSUM = /^x-amz-(?:checksum-|sdk-checksum-algorithm$)/;

/** The headers with those that the query stands for; a header that travels as one comes first. */
export const presignedHeaders = (headers: IncomingHttpHeaders, query: string): IncomingHttpHeaders => {
  const found: IncomingHttpHeaders = {};
  for (const [key, value] of parseQuery(query)) {
    const name = key.toLowerCase();
    if (name.startsWith('x-amz-') && !OF_SIGNATURE.has(name) && !CHECKSUM.test(name)) found[name] = value;
  }
  return { ...found, ...headers };
};
