/** The client: SageMaker Runtime's, which signs alike, with the name, shapes and endpoint of SageMaker Metrics. */
import {
  SageMakerRuntimeClient,
  type SageMakerRuntimeClientConfig,
  type SageMakerRuntimeClientResolvedConfig,
} from '@aws-sdk/client-sagemaker-runtime';
import type { Client } from '@smithy/core/client';
import type { EndpointV2, HttpHandlerOptions } from '@smithy/types';
import type {
  BatchGetMetricsCommandInput,
  BatchGetMetricsCommandOutput,
  BatchPutMetricsCommandInput,
  BatchPutMetricsCommandOutput,
} from './models.ts';
import { errorTypeRegistries, NAMESPACE } from './schemas.ts';

export type SageMakerMetricsClientConfig = SageMakerRuntimeClientConfig;
export type ResolvedConfig = SageMakerRuntimeClientResolvedConfig;
export type ServiceInput = BatchGetMetricsCommandInput | BatchPutMetricsCommandInput;
export type ServiceOutput = BatchGetMetricsCommandOutput | BatchPutMetricsCommandOutput;

const API_VERSION = '2022-09-30';

interface EndpointParameters {
  readonly Endpoint?: string;
  readonly Region?: string;
  readonly UseFIPS?: boolean;
  readonly UseDualStack?: boolean;
}

/** The endpoint that was configured, or the service's own of the region. */
export const endpointOf = ({ Endpoint, Region, UseFIPS, UseDualStack }: EndpointParameters): EndpointV2 => {
  if (Endpoint !== undefined) return { url: new URL(Endpoint) };
  if (Region === undefined) throw new Error('Invalid Configuration: Missing Region');
  if (UseFIPS || UseDualStack) throw new Error('Invalid Configuration: FIPS and DualStack are not supported');
  return { url: new URL(`https://metrics.sagemaker.${Region}.amazonaws.com${Region.startsWith('cn-') ? '.cn' : ''}`) };
};

/** The same object under the types of this service's operations. */
const RuntimeClient = SageMakerRuntimeClient as unknown as new (
  config: SageMakerMetricsClientConfig,
) => Client<HttpHandlerOptions, ServiceInput, ServiceOutput, ResolvedConfig>;

export class SageMakerMetricsClient extends RuntimeClient {
  constructor(config: SageMakerMetricsClientConfig = {}) {
    const own = {
      apiVersion: API_VERSION,
      serviceId: 'SageMaker Metrics',
      endpointProvider: endpointOf,
      protocolSettings: { defaultNamespace: NAMESPACE, errorTypeRegistries, version: API_VERSION },
    };
    super({ ...own, ...config });
  }
}
