/**
 * ListModelCards: the model cards of the account, a page at a time.
 * @source docs - by creation time unless told otherwise
 * @source unverified - descending unless told otherwise
 */
import { after, before, contains, equals } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import { decodeDocument } from '../../../store/document.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import type { ModelCard } from './model-card-table.ts';

const OPERATION = 'ListModelCards';

export const listModelCards: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const { rows, nextToken } = page<{ document: string }>(context.plane.store, {
    operation: OPERATION,
    table: 'sagemaker_model_card',
    columns: ['document'],
    scope: context,
    where: [
      after('created', input.CreationTimeAfter),
      before('created', input.CreationTimeBefore),
      contains('name', input.NameContains),
      equals('status', input.ModelCardStatus),
    ],
    sort: input.SortBy === 'Name' ? ['name'] : ['created', 'name'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    ModelCardSummaries: rows.map(({ document }) => {
      const card = decodeDocument<ModelCard>(document);
      return {
        ModelCardName: card.ModelCardName,
        ModelCardArn: card.ModelCardArn,
        ModelCardStatus: card.ModelCardStatus,
        CreationTime: card.CreationTime,
        LastModifiedTime: card.LastModifiedTime,
      };
    }),
    NextToken: nextToken,
  };
};
