/** SageMaker Metrics: the metrics of trial components. */
import { sagemakerMetricsModel } from '../../models/sagemaker-metrics-model.ts';
import type { SageMakerMetricsOperations } from '../../models/sagemaker-metrics-operations.ts';
import { RUN_METRICS_SCHEMA } from '../../run-metrics/metric-owner.ts';
import { defineService } from '../../service.ts';
import { batchGetMetrics } from './batch-get-metrics.ts';
import { batchPutMetrics } from './batch-put-metrics.ts';

export const sagemakerMetrics = defineService<SageMakerMetricsOperations>({
  model: sagemakerMetricsModel,
  schema: RUN_METRICS_SCHEMA,
  handlers: { BatchGetMetrics: batchGetMetrics, BatchPutMetrics: batchPutMetrics },
});
