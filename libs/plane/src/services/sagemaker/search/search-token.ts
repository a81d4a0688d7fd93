/** The token of a page of search results: where the page ended, and which search it is of. */
import { createHash } from 'node:crypto';
import { validationException } from '../../../wire/aws-error.ts';
import type { Position } from './order.ts';

const bindingOf = (search: unknown): string =>
  createHash('sha256').update(JSON.stringify(search)).digest('base64url').slice(0, 16);

/** `search` is all that must stay the same from page to page. */
export const searchToken = (position: Position, search: unknown): string =>
  Buffer.from(JSON.stringify([bindingOf(search), ...position])).toString('base64url');

/** @throws AwsError ValidationException for a token of another search, or of none */
export const positionOf = (token: string, search: unknown): Position => {
  try {
    const [binding, value, id] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [unknown, unknown, unknown];
    const known = value === null || typeof value === 'number' || typeof value === 'string';
    if (binding === bindingOf(search) && known && typeof id === 'number') return [value, id];
  } catch {
    // Not one of ours.
  }
  throw validationException('Invalid pagination token.');
};
