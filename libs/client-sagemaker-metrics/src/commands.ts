/** The service's two commands. */
import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { EndpointParameterInstructions, StaticOperationSchema } from '@smithy/types';
import type {
  BatchGetMetricsCommandInput,
  BatchGetMetricsCommandOutput,
  BatchPutMetricsCommandInput,
  BatchPutMetricsCommandOutput,
} from './models.ts';
import type { ResolvedConfig, ServiceInput, ServiceOutput } from './sagemaker-metrics-client.ts';
import { batchGetMetrics, batchPutMetrics } from './schemas.ts';

const ENDPOINT_PARAMETERS: EndpointParameterInstructions = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
};

const build = makeBuilder<ResolvedConfig, ServiceInput, ServiceOutput>(
  ENDPOINT_PARAMETERS,
  'SageMakerMetricsService',
  'SageMakerMetricsClient',
  getEndpointPlugin,
);

const command = <Input extends ServiceInput, Output extends ServiceOutput>(
  name: string,
  schema: StaticOperationSchema,
) => build<Input, Output>({}, () => [], name, schema);

/** Adds up to ten values to a trial component. */
export class BatchPutMetricsCommand extends command<BatchPutMetricsCommandInput, BatchPutMetricsCommandOutput>(
  'BatchPutMetrics',
  batchPutMetrics,
) {}

/** Reads the series of up to a hundred metrics. */
export class BatchGetMetricsCommand extends command<BatchGetMetricsCommandInput, BatchGetMetricsCommandOutput>(
  'BatchGetMetrics',
  batchGetMetrics,
) {}
