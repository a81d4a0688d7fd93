/** A page of an API Gateway listing, in the order in which its items were made. */
import { page } from '../../store/page.ts';
import type { Condition } from '../../store/page-filter.ts';
import type { CallContext } from '../../service.ts';
import { badRequest } from './errors.ts';

/** Page sizes. */
const USUAL = 25;
const MOST = 500;

export interface PageInput {
  readonly MaxResults?: string | undefined;
  readonly NextToken?: string | undefined;
}

/** @throws AwsError BadRequestException for a page size that is none, and for a token that this listing did not make */
export const pageOf = <Item>(
  context: CallContext,
  operation: string,
  table: string,
  input: PageInput,
  read: (document: string) => Item,
  where: readonly Condition[] = [],
): { Items: Item[]; NextToken?: string } => {
  const { MaxResults: size, NextToken: nextToken } = input;
  if (size !== undefined && !(/^\d{1,4}$/.test(size) && Number(size) >= 1 && Number(size) <= MOST)) {
    throw badRequest(`Invalid value for maxResults: ${size}`);
  }
  const { rows, nextToken: next } = page<{ document: string }>(context.plane.store, {
    ...{ operation, table, columns: ['document'], scope: context, where },
    ...{ sort: ['id'], order: 'Ascending', maxResults: size === undefined ? USUAL : Number(size), nextToken },
    invalidToken: () => badRequest('Invalid nextToken specified'),
  });
  return {
    Items: rows.map(({ document }) => read(document)),
    ...(next !== undefined && { NextToken: next }),
  };
};

/** The parts of one kind that an API has. */
export const partsOf = (apiId: string, kind: string): readonly Condition[] => [
  { sql: 'api = ?', values: [apiId] },
  { sql: 'kind = ?', values: [kind] },
];
