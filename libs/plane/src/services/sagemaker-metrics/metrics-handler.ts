/** The types of SageMaker Metrics' handlers. */
import type { SageMakerMetricsOperations } from '../../models/sagemaker-metrics-operations.ts';
import type { Handlers } from '../../service.ts';

export type MetricsHandler<Name extends keyof SageMakerMetricsOperations> = Handlers<SageMakerMetricsOperations>[Name];
