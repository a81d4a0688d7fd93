/** Opaque tokens of CloudWatch's pages: a position, bound to the request that it continues. */
import { createHash } from 'node:crypto';
import { invalidNextToken } from './errors.ts';

type Position = readonly number[];

const checksum = (binding: unknown, position: Position): string =>
  createHash('sha256')
    .update(JSON.stringify([binding, position]))
    .digest('base64url')
    .slice(0, 22);

export const encodeToken = (binding: unknown, position: Position): string =>
  Buffer.from(JSON.stringify([checksum(binding, position), ...position])).toString('base64url');

/** @throws AwsError InvalidNextToken when no request that is bound so made the token */
export const decodeToken = (binding: unknown, token: string): Position => {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw invalidNextToken();
  }
  if (!Array.isArray(parts)) throw invalidNextToken();
  const [sum, ...position] = parts as [unknown, ...Position];
  if (sum !== checksum(binding, position) || encodeToken(binding, position) !== token) throw invalidNextToken();
  return position;
};
