/** Real SDK clients of a plane, as users make them: endpoint, region, credentials; each call that succeeds is noted. */
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { STSClient } from '@aws-sdk/client-sts';
import { SageMakerMetricsClient } from '@gradus/client-sagemaker-metrics';
import { recordCall } from './executed-calls.ts';

export interface SdkCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SdkClients {
  readonly s3: S3Client;
  readonly sagemaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  readonly featureStore: SageMakerFeatureStoreRuntimeClient;
  readonly metrics: SageMakerMetricsClient;
  readonly sts: STSClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudwatch: CloudWatchClient;
  readonly dynamodb: DynamoDBClient;
  readonly apigatewayv2: ApiGatewayV2Client;
  readonly lambda: LambdaClient;
  destroy(): void;
}

interface Stack {
  middlewareStack: { add(middleware: never, options: { step: 'initialize'; name: string }): void };
  destroy(): void;
}

/** Notes `<service>:<Operation>` of each answer that is no error. */
const recording =
  (service: string) => (next: (args: unknown) => Promise<unknown>, context: { commandName?: string }) => {
    return async (args: unknown): Promise<unknown> => {
      const answer = await next(args);
      recordCall(`${service}:${(context.commandName ?? '').replace(/Command$/, '')}`);
      return answer;
    };
  };

/** Made at first use; `maxAttempts` is 1: a test sees every fault. */
export const sdkClients = (options: { endpoint: string; region: string; credentials: SdkCredentials }): SdkClients => {
  const made = new Map<string, Stack>();
  const configuration = { ...options, maxAttempts: 1 };
  const lazily = <Client extends object>(service: string, make: (config: typeof configuration) => Client): Client => {
    let client = made.get(service);
    if (!client) {
      client = make(configuration) as unknown as Stack;
      client.middlewareStack.add(recording(service) as never, { step: 'initialize', name: 'recordCall' });
      made.set(service, client);
    }
    return client as unknown as Client;
  };
  return {
    get s3() {
      return lazily('s3', (config) => new S3Client(config));
    },
    get sagemaker() {
      return lazily('sagemaker', (config) => new SageMakerClient(config));
    },
    get apigatewayv2() {
      return lazily('apigatewayv2', (config) => new ApiGatewayV2Client(config));
    },
    get runtime() {
      return lazily('sagemaker-runtime', (config) => new SageMakerRuntimeClient(config));
    },
    get featureStore() {
      return lazily('sagemaker-featurestore-runtime', (config) => new SageMakerFeatureStoreRuntimeClient(config));
    },
    get metrics() {
      return lazily('sagemaker-metrics', (config) => new SageMakerMetricsClient(config));
    },
    get sts() {
      return lazily('sts', (config) => new STSClient(config));
    },
    get logs() {
      return lazily('logs', (config) => new CloudWatchLogsClient(config));
    },
    get dynamodb() {
      return lazily('dynamodb', (config) => new DynamoDBClient(config));
    },
    get cloudwatch() {
      return lazily('cloudwatch', (config) => new CloudWatchClient(config));
    },
    get lambda() {
      return lazily('lambda', (config) => new LambdaClient(config));
    },
    destroy: () => {
      for (const client of made.values()) client.destroy();
    },
  };
};
