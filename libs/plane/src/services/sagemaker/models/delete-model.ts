/**
 * DeleteModel: removes the record of a model; its data, and endpoints that serve it, stay.
 * @source docs
 */
import { requireModel } from './model-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { removeTags } from '../tags/tag-table.ts';

export const deleteModel: SageMakerHandler<'DeleteModel'> = (input, context) => {
  const { store } = context.plane;
  const model = requireModel(context, input.ModelName);
  store.run(
    'delete from sagemaker_model where account = ? and region = ? and name = ?',
    context.accountId,
    context.region,
    input.ModelName,
  );
  removeTags(store, model.ModelArn!);
  return {};
};
