/**
 * DescribeModelCard: the newest version of a card, or the one that is asked for.
 * @source sdk
 * @source docs - what MetadataOnly leaves of the content
 */
import { nameOf } from '../names.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { cardMetadata } from './card-content.ts';
import { requireModelCard } from './model-card-table.ts';

const OPERATION = 'DescribeModelCard';

export const describeModelCard: SageMakerHandler<typeof OPERATION> = (input, context) => {
  const name = nameOf(input.ModelCardName, 'model-card', context, OPERATION);
  const card = requireModelCard(context, name, input.ModelCardVersion);
  return input.IncludedData === 'MetadataOnly' ? { ...card, Content: cardMetadata(card.Content!) } : card;
};
