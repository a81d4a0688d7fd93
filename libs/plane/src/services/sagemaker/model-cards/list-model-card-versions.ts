/**
 * ListModelCardVersions: every version of a card, a page at a time.
 * @source docs - by version
 * @source unverified - descending unless told otherwise
 */
import { after, before, equals } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import { decodeDocument } from '../../../store/document.ts';
import { nameOf } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { requireModelCard, type ModelCard } from './model-card-table.ts';

const OPERATION = 'ListModelCardVersions';

export const listModelCardVersions: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const name = nameOf(input.ModelCardName, 'model-card', context, OPERATION);
  requireModelCard(context, name);
  const { rows, nextToken } = page<{ created: number; document: string }>(context.plane.store, {
    operation: OPERATION,
    table: 'sagemaker_model_card_version',
    columns: ['created', 'document'],
    scope: context,
    where: [
      equals('name', name),
      after('created', input.CreationTimeAfter),
      before('created', input.CreationTimeBefore),
      equals('status', input.ModelCardStatus),
    ],
    sort: ['version'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    ModelCardVersionSummaryList: rows.map(({ created, document }) => {
      const card = decodeDocument<ModelCard>(document);
      return {
        ModelCardName: card.ModelCardName,
        ModelCardArn: card.ModelCardArn,
        ModelCardStatus: card.ModelCardStatus,
        ModelCardVersion: card.ModelCardVersion,
        CreationTime: new Date(created),
        LastModifiedTime: card.LastModifiedTime,
      };
    }),
    NextToken: nextToken,
  };
};
