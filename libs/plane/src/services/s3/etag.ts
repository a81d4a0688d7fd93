/** Entity tags: the MD5 of an object's bytes in hex, or of its parts' MD5s with their number; quoted on the wire. */
import { createHash } from 'node:crypto';

export const quoteEtag = (etag: string): string => `"${etag}"`;

/** Clients send entity tags with and without quotes; S3 takes both. */
export const unquoteEtag = (etag: string): string => etag.trim().replace(/^"(.*)"$/, '$1');

/** `md5(md5 of part 1, md5 of part 2, …)-<number of parts>`, from the parts' unquoted tags. */
export const multipartEtag = (parts: readonly string[]): string => {
  const hash = createHash('md5');
  for (const etag of parts) hash.update(etag, 'hex');
  return `${hash.digest('hex')}-${parts.length}`;
};

export const isMultipartEtag = (etag: string): boolean => etag.includes('-');

/** Whether a condition's list of tags, or `*`, names `etag` (unquoted). */
export const etagMatches = (condition: string, etag: string): boolean =>
  condition.trim() === '*' ||
  condition
    .split(',')
    .map((tag) => unquoteEtag(tag.trim().replace(/^W\//, '')))
    .includes(etag);
