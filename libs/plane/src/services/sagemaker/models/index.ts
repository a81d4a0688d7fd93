/** SageMaker's models: what the service is made of here. */
import { defineArea } from '../area.ts';
import { createModel } from './create-model.ts';
import { deleteModel } from './delete-model.ts';
import { describeModel } from './describe-model.ts';
import { listModels } from './list-models.ts';
import { MODEL_SCHEMA } from './model-table.ts';

export const models = defineArea({
  schema: [...MODEL_SCHEMA],
  handlers: {
    CreateModel: createModel,
    DeleteModel: deleteModel,
    DescribeModel: describeModel,
    ListModels: listModels,
  },
});
