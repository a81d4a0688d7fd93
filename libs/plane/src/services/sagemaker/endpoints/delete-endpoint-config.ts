/**
 * DeleteEndpointConfig: removes the record of a configuration; endpoints made with it stay.
 * @source docs
 */
import { requireEndpointConfig } from './endpoint-config-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { removeTags } from '../tags/tag-table.ts';

export const deleteEndpointConfig: SageMakerHandler<'DeleteEndpointConfig'> = (input, context) => {
  const { store } = context.plane;
  const config = requireEndpointConfig(context, input.EndpointConfigName);
  store.run(
    'delete from sagemaker_endpoint_config where account = ? and region = ? and name = ?',
    context.accountId,
    context.region,
    input.EndpointConfigName,
  );
  removeTags(store, config.EndpointConfigArn!);
  return {};
};
