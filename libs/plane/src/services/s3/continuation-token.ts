/** Continuation tokens: opaque to clients, to the plane the place in the order of keys where the next page begins. */
import { invalidArgument } from './errors.ts';

const VERSION = '1';

export const encodeContinuationToken = (from: Buffer): string =>
  VERSION + Buffer.concat([from, Buffer.from([from.length & 0xff])]).toString('base64url');

/** @throws InvalidArgument for what is no token of ours */
export const decodeContinuationToken = (token: string): Buffer => {
  const bytes = Buffer.from(token.slice(1), 'base64url');
  const from = bytes.subarray(0, -1);
  if (encodeContinuationToken(from) !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return from;
};
