/** CloudWatch's metrics: data points by time, and the statistics of their periods. */
import { cloudwatchModel } from '../../models/cloudwatch-model.ts';
import type { CloudWatchOperations } from '../../models/cloudwatch-operations.ts';
import { defineService } from '../../service.ts';
import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';
import { METRIC_SCHEMA } from './metric-table.ts';
import { putMetricData } from './put-metric-data.ts';
import { SAMPLE_SCHEMA } from './sample-table.ts';

export const cloudwatch = defineService<CloudWatchOperations>({
  model: cloudwatchModel,
  schema: [...METRIC_SCHEMA, ...SAMPLE_SCHEMA],
  handlers: {
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    ListMetrics: listMetrics,
    PutMetricData: putMetricData,
  },
});
