/**
 * Search: the resources of a kind that meet an expression over any of their properties, in any order, a page at a time.
 * @source docs - operators, nested filters, limits, the default order, property names by map key (`Tags.<key>`,
 *   `Metrics.<name>`), hyperparameters against integers, visibility conditions
 * @source sdk - the records' shapes, and with them the types of properties
 * @source unverified - texts of errors; NotEquals keeps resources without the property; texts compare with case; a
 *   resource without the property sorted by comes last; the default page size; no page says an inexact total; names
 *   in any case; a time without a fraction is held against whole seconds; In splits at every comma; of several values
 *   the least sorts in ascending order and the greatest in descending; equals are in the order of their creation; a
 *   visibility condition shows what lacks the tag; a component's source is described with the source's tags
 */
import type { SearchRecord } from '@aws-sdk/client-sagemaker';
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { unsupported } from '../unsupported.ts';
import { evaluate } from './evaluate.ts';
import { expressionOf, requireProperty, visibilityOf, type Expression } from './expression.ts';
import { firstInOrder } from './order.ts';
import { propertyOf, type Property } from './property.ts';
import { requireResource } from './resources/index.ts';
import { indexesOf } from './search-indexes.ts';
import { positionOf, searchToken } from './search-token.ts';

const DEFAULT_MAX_RESULTS = 10;

/** Not every resource has been modified by its shape; those are in the order of their creation. */
const sortProperty = (shape: string, sortBy: string | undefined): Property => {
  if (sortBy === undefined) return propertyOf(shape, 'LastModifiedTime') ?? requireProperty(shape, 'CreationTime');
  const property = requireProperty(shape, sortBy);
  if (property.type === 'group') throw validationException(`Cannot sort by property ${sortBy}`);
  return property;
};

export const search: SageMakerHandler<'Search'> = async (input, { plane: { store }, accountId, region }) => {
  const { MaxResults = DEFAULT_MAX_RESULTS, NextToken, ...query } = input;
  const resource = requireResource(query.Resource, 'Search');
  const { shape, member } = resource;
  if (query.CrossAccountFilterOption === 'CrossAccount') {
    throw unsupported('Search', 'CrossAccountFilterOption: CrossAccount');
  }
  const expression: Expression = {
    kind: 'all',
    parts: [
      ...(query.SearchExpression ? [expressionOf(shape, query.SearchExpression)] : []),
      ...(query.VisibilityConditions ? [visibilityOf(shape, query.VisibilityConditions)] : []),
    ],
  };
  const property = sortProperty(shape, query.SortBy);
  const descending = query.SortOrder !== 'Ascending';
  const bound = { ...query, accountId, region };
  const after = NextToken ? positionOf(NextToken, bound) : undefined;
  const indexes = indexesOf(store, resource);
  const { positions, total } = await indexes.use({ accountId, region }, async (index, pace) => {
    const marks = await evaluate(index, expression, pace);
    return firstInOrder(index, marks, { property, descending, after, limit: MaxResults }, pace);
  });
  const shown = positions.slice(0, MaxResults);
  const records = await indexes.records(shown.map(([, id]) => id));
  const Results = records.map((record): SearchRecord => ({ [member]: record }));
  return {
    Results,
    ...(positions.length > MaxResults && { NextToken: searchToken(shown.at(-1)!, bound) }),
    TotalHits: { Value: total, Relation: 'EqualTo' },
  };
};
