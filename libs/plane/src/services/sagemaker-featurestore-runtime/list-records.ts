/**
 * ListRecords: the identifiers of a group's online records, a page at a time.
 * @source docs
 * @source unverified - 100 a page unless told otherwise, in the order of the identifiers
 */
import { createHash } from 'node:crypto';
import { validationError } from '../../feature-store/feature-group-errors.ts';
import { onlineIdentifiers } from '../../feature-store/online-records.ts';
import type { FeatureStoreHandler } from './feature-store-handler.ts';
import { requireOnline, resourceNotFound } from './require-group.ts';

const PAGE = 100;

const checksum = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Where a page of the query begins; `query` is what a token is bound to. */
const encodeToken = (query: string, after: string): string =>
  Buffer.from(JSON.stringify([checksum(`${query}\0${after}`), after])).toString('base64url');

const decodeToken = (query: string, token: string): string => {
  const invalid = validationError('Invalid NextToken.');
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw invalid;
  }
  if (!Array.isArray(parts) || typeof parts[1] !== 'string' || encodeToken(query, parts[1]) !== token) throw invalid;
  return parts[1];
};

export const listRecords: FeatureStoreHandler<'ListRecords'> = (input, context) => {
  const group = requireOnline(context, input.FeatureGroupName, resourceNotFound);
  const tombstones = input.IncludeSoftDeletedRecords ?? false;
  const limit = input.MaxResults ?? PAGE;
  const query = `${group.id}/${tombstones}`;
  const after = input.NextToken === undefined ? '' : decodeToken(query, input.NextToken);
  const page = { after, limit: limit + 1, tombstones, now: context.now() };
  const identifiers = onlineIdentifiers(context.plane.store, group.id, page);
  if (identifiers.length <= limit) return { RecordIdentifiers: identifiers };
  const shown = identifiers.slice(0, limit);
  return { RecordIdentifiers: shown, NextToken: encodeToken(query, shown.at(-1)!) };
};
