/** SageMaker's endpoints and their configurations: what the service is made of here. */
import { defineArea } from '../area.ts';
import { createEndpoint } from './create-endpoint.ts';
import { createEndpointConfig } from './create-endpoint-config.ts';
import { deleteEndpoint } from './delete-endpoint.ts';
import { deleteEndpointConfig } from './delete-endpoint-config.ts';
import { describeEndpoint } from './describe-endpoint.ts';
import { describeEndpointConfig } from './describe-endpoint-config.ts';
import { ENDPOINT_CONFIG_SCHEMA } from './endpoint-config-table.ts';
import { endpointMachine } from './endpoint-effects.ts';
import { ENDPOINT_SCHEMA } from './endpoint-table.ts';
import { listEndpointConfigs } from './list-endpoint-configs.ts';
import { listEndpoints } from './list-endpoints.ts';
import { updateEndpoint } from './update-endpoint.ts';

export const endpoints = defineArea({
  schema: [...ENDPOINT_CONFIG_SCHEMA, ...ENDPOINT_SCHEMA],
  machines: [endpointMachine],
  handlers: {
    CreateEndpoint: createEndpoint,
    CreateEndpointConfig: createEndpointConfig,
    DeleteEndpoint: deleteEndpoint,
    DeleteEndpointConfig: deleteEndpointConfig,
    DescribeEndpoint: describeEndpoint,
    DescribeEndpointConfig: describeEndpointConfig,
    ListEndpointConfigs: listEndpointConfigs,
    ListEndpoints: listEndpoints,
    UpdateEndpoint: updateEndpoint,
  },
});
