/** Operations of S3 whose document must come with a checksum (the tables' `requestChecksumRequired`): it is there, and right. */
import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from './aws-error.ts';
import { CHECKSUM_ALGORITHMS, createHasher } from './checksum-hasher.ts';

const badDigest = (what: string): AwsError =>
  new AwsError('BadDigest', 400, `The ${what} you specified did not match the calculated checksum.`);

const checkMd5 = (given: string, body: Buffer): void => {
  if (Buffer.from(given, 'base64').length !== 16) {
    throw new AwsError('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.');
  }
  if (createHash('md5').update(body).digest('base64') !== given) {
    throw new AwsError('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.');
  }
};

/**
 * Holds `body` against `Content-MD5` and every `x-amz-checksum-*`, in headers or trailers.
 * @throws AwsError InvalidRequest for none, BadDigest and InvalidDigest for wrong ones
 */
export const checkRequiredChecksum = (
  headers: IncomingHttpHeaders,
  trailers: Readonly<Record<string, string>>,
  body: Buffer,
): void => {
  const md5 = headers['content-md5'];
  if (typeof md5 === 'string') checkMd5(md5, body);
  let given = md5 !== undefined;
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
    const value = headers[name] ?? trailers[name];
    if (typeof value !== 'string') continue;
    given = true;
    const hasher = createHasher(algorithm);
    hasher.update(body);
    if (hasher.digest().toString('base64') !== value.trim()) throw badDigest(algorithm);
  }
  if (given) return;
  throw new AwsError(
    'InvalidRequest',
    400,
    'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
  );
};
