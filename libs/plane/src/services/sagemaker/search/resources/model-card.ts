/** Model cards, each by its newest version, as Search shows them. */
import { decodeDocument } from '../../../../store/document.ts';
import type { ModelCard } from '../../model-cards/model-card-table.ts';
import { tagsOf } from '../../tags/tag-table.ts';
import { tagWatch, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_model_card';

export const modelCard: SearchResource = {
  member: 'ModelCard',
  shape: 'ModelCard',
  table: TABLE,
  watches: [tagWatch(TABLE, 'model-card')],
  record: ({ document }, store) => {
    const card = decodeDocument<ModelCard>(document);
    return { ...card, Tags: tagsOf(store, card.ModelCardArn!) };
  },
};
