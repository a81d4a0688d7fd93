/** The operations' shapes, as the SDK's serializers read them. */
import { ServiceException, type ServiceExceptionOptions } from '@smithy/core/client';
import { TypeRegistry } from '@smithy/core/schema';
import type { StaticErrorSchema, StaticListSchema, StaticOperationSchema, StaticStructureSchema } from '@smithy/types';

/** What the service refuses a call with; `name` is its code. */
export class SageMakerMetricsServiceException extends ServiceException {
  constructor(options: ServiceExceptionOptions) {
    super(options);
    Object.setPrototypeOf(this, SageMakerMetricsServiceException.prototype);
  }
}

export const NAMESPACE = 'com.amazonaws.sagemakermetrics';
const SYNTHETIC = `smithy.ts.sdk.synthetic.${NAMESPACE}`;

// Codes of the schema format: 0 text, 1 number, 4 time, 65 list of numbers; 1, 3 and 9 are lists, structures and operations.
const TEXT = 0;
const NUMBER = 1;
const TIME = 4;
const NUMBERS = 65;

const exceptions = new TypeRegistry(SYNTHETIC);
const serviceException: StaticErrorSchema = [-3, SYNTHETIC, 'SageMakerMetricsServiceException', 0, [], []];
exceptions.registerError(serviceException, SageMakerMetricsServiceException);

/** Every refusal is a {@link SageMakerMetricsServiceException}: the model knows no errors by name. */
export const errorTypeRegistries = [exceptions, new TypeRegistry(NAMESPACE)];

type Member = StaticStructureSchema[5][number];

const structure = (name: string, members: Readonly<Record<string, Member>>): StaticStructureSchema => [
  3,
  NAMESPACE,
  name,
  0,
  Object.keys(members),
  Object.values(members),
];

const list = (name: string, member: StaticStructureSchema): StaticListSchema => [1, NAMESPACE, name, 0, () => member];

const rawMetricData = structure('RawMetricData', { MetricName: TEXT, Timestamp: TIME, Step: NUMBER, Value: NUMBER });
const putError = structure('BatchPutMetricsError', { Code: TEXT, MetricIndex: NUMBER });
const metricQuery = structure('MetricQuery', {
  ...{ MetricName: TEXT, ResourceArn: TEXT, MetricStat: TEXT, Period: TEXT, XAxisType: TEXT },
  ...{ Start: NUMBER, End: NUMBER },
});
const metricQueryResult = structure('MetricQueryResult', {
  ...{ Status: TEXT, Message: TEXT, XAxisValues: NUMBERS, MetricValues: NUMBERS },
});

export const batchPutMetrics: StaticOperationSchema = [
  9,
  NAMESPACE,
  'BatchPutMetrics',
  { http: ['PUT', '/BatchPutMetrics', 200] },
  structure('BatchPutMetricsRequest', {
    TrialComponentName: TEXT,
    MetricData: list('RawMetricDataList', rawMetricData),
  }),
  structure('BatchPutMetricsResponse', { Errors: list('BatchPutMetricsErrorList', putError) }),
];

export const batchGetMetrics: StaticOperationSchema = [
  9,
  NAMESPACE,
  'BatchGetMetrics',
  { http: ['POST', '/BatchGetMetrics', 200] },
  structure('BatchGetMetricsRequest', { MetricQueries: list('MetricQueryList', metricQuery) }),
  structure('BatchGetMetricsResponse', { MetricQueryResults: list('MetricQueryResultList', metricQueryResult) }),
];
