/** Input and output of SageMaker Metrics' operations. */
import type { MetadataBearer } from '@smithy/types';

export interface RawMetricData {
  /** 1 to 255 characters. */
  MetricName: string | undefined;
  Timestamp: Date | undefined;
  /** Epoch, iteration or batch; 0 or more. */
  Step?: number | undefined;
  Value: number | undefined;
}

export interface BatchPutMetricsRequest {
  TrialComponentName: string | undefined;
  /** 1 to 10 values. */
  MetricData: RawMetricData[] | undefined;
}

export type PutMetricsErrorCode = 'METRIC_LIMIT_EXCEEDED' | 'INTERNAL_ERROR' | 'VALIDATION_ERROR' | 'CONFLICT_ERROR';

export interface BatchPutMetricsError {
  Code?: PutMetricsErrorCode | undefined;
  /** Which of the request's `MetricData` was refused. */
  MetricIndex?: number | undefined;
}

export interface BatchPutMetricsResponse {
  /** What was refused; absent when all was taken. */
  Errors?: BatchPutMetricsError[] | undefined;
}

export type MetricStatistic = 'Min' | 'Max' | 'Avg' | 'Count' | 'StdDev' | 'Last';
export type Period = 'OneMinute' | 'FiveMinute' | 'OneHour' | 'IterationNumber';
export type XAxisType = 'IterationNumber' | 'Timestamp';
export type MetricQueryResultStatus = 'Complete' | 'Truncated' | 'InternalError' | 'ValidationError';

export interface MetricQuery {
  MetricName: string | undefined;
  /** ARN of the trial component. */
  ResourceArn: string | undefined;
  MetricStat: MetricStatistic | undefined;
  Period: Period | undefined;
  XAxisType: XAxisType | undefined;
  /** Inclusive: a step, or epoch seconds. */
  Start?: number | undefined;
  /** Exclusive: a step, or epoch seconds. */
  End?: number | undefined;
}

export interface BatchGetMetricsRequest {
  /** 1 to 100 queries. */
  MetricQueries: MetricQuery[] | undefined;
}

export interface MetricQueryResult {
  Status: MetricQueryResultStatus | undefined;
  Message?: string | undefined;
  XAxisValues: number[] | undefined;
  MetricValues: number[] | undefined;
}

export interface BatchGetMetricsResponse {
  /** In the order of the queries. */
  MetricQueryResults?: MetricQueryResult[] | undefined;
}

export type BatchPutMetricsCommandInput = BatchPutMetricsRequest;
export interface BatchPutMetricsCommandOutput extends BatchPutMetricsResponse, MetadataBearer {}
export type BatchGetMetricsCommandInput = BatchGetMetricsRequest;
export interface BatchGetMetricsCommandOutput extends BatchGetMetricsResponse, MetadataBearer {}
