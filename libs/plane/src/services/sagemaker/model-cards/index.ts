/** SageMaker's model cards: what the service is made of here. */
import { defineArea } from '../area.ts';
import { createModelCard } from './create-model-card.ts';
import { deleteModelCard } from './delete-model-card.ts';
import { describeModelCard } from './describe-model-card.ts';
import { listModelCardVersions } from './list-model-card-versions.ts';
import { listModelCards } from './list-model-cards.ts';
import { MODEL_CARD_SCHEMA } from './model-card-table.ts';
import { updateModelCard } from './update-model-card.ts';

export const modelCards = defineArea({
  schema: MODEL_CARD_SCHEMA,
  handlers: {
    CreateModelCard: createModelCard,
    DeleteModelCard: deleteModelCard,
    DescribeModelCard: describeModelCard,
    ListModelCardVersions: listModelCardVersions,
    ListModelCards: listModelCards,
    UpdateModelCard: updateModelCard,
  },
});
