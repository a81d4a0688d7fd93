/** Model cards, each by its newest version, as Search shows them. */
import type { ModelCard } from '../../model-cards/model-card-table.ts';
import { documentsOf, tagged, tagWatch, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_model_card';

export const modelCard: SearchResource = {
  member: 'ModelCard',
  shape: 'ModelCard',
  table: TABLE,
  watches: [tagWatch(TABLE, 'model-card')],
  records: (rows, store) => tagged(documentsOf<ModelCard>(rows), store, ({ ModelCardArn }) => ModelCardArn),
};
