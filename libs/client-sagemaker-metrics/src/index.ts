/** SageMaker Metrics as an SDK client: the names of AWS's own package. */
export { BatchGetMetricsCommand, BatchPutMetricsCommand } from './commands.ts';
export type * from './models.ts';
export { SageMakerMetricsClient, type SageMakerMetricsClientConfig } from './sagemaker-metrics-client.ts';
export { SageMakerMetricsServiceException } from './schemas.ts';
