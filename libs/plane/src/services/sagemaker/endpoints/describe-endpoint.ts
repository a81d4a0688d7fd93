/**
 * DescribeEndpoint: an endpoint by name.
 * @source docs
 */
import { requireEndpoint } from './endpoint-table.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';

export const describeEndpoint: SageMakerHandler<'DescribeEndpoint'> = (input, context) =>
  requireEndpoint(context, input.EndpointName);
