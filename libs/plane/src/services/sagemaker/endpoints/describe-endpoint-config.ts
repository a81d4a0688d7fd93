/**
 * DescribeEndpointConfig: an endpoint configuration by name.
 * @source sdk
 */
import { requireEndpointConfig } from './endpoint-config-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

export const describeEndpointConfig: SageMakerHandler<'DescribeEndpointConfig'> = (input, context) =>
  requireEndpointConfig(context, input.EndpointConfigName);
