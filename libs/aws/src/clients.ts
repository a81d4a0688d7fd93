/** The AWS clients of an environment: one per service and process, made when first used, connections kept alive. */
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni } from '@aws-sdk/credential-providers';
import { SageMakerMetricsClient } from '@gradus/client-sagemaker-metrics';
import type { Connection, Environment } from './environment.ts';
import { errors } from './errors.ts';
import { tellUnreachable } from './unreachable.ts';

export interface AwsClients {
  readonly s3: S3Client;
  readonly sagemaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  readonly metrics: SageMakerMetricsClient;
  readonly logs: CloudWatchLogsClient;
  readonly sts: STSClient;
  readonly featureStore: SageMakerFeatureStoreRuntimeClient;
  readonly dynamodb: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly apiGateway: ApiGatewayV2Client;
  /** Closes the connections. */
  close(): void;
}

const credentialsOf = ({ profile, credentialsFile }: Connection) => {
  if (credentialsFile !== undefined) {
    // The same file as configuration: the user's own ~/.aws/config has no say on the plane.
    return fromIni({ filepath: credentialsFile, configFilepath: credentialsFile, ...(profile && { profile }) });
  }
  return profile === undefined ? undefined : fromIni({ profile });
};

/** As much of an environment as clients need. */
export type ClientEnvironment = Pick<Environment, 'region' | 'connection'>;

const settingsOf = ({ region, connection }: ClientEnvironment) => {
  const credentials = credentialsOf(connection);
  return {
    region,
    ...(credentials && { credentials }),
    ...(connection.endpoint !== undefined && {
      endpoint: connection.endpoint,
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
    }),
    maxAttempts: 5,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: 3000,
      // SageMaker's longest synchronous answer is InvokeEndpoint's, after 60 s.
      socketTimeout: 90_000,
      httpAgent: { keepAlive: true, maxSockets: 128 },
      httpsAgent: { keepAlive: true, maxSockets: 128 },
    },
  };
};

const makeClients = (environment: ClientEnvironment): AwsClients => {
  const settings = settingsOf(environment);
  const made = new Map<string, { destroy(): void }>();
  const once = <Client extends { destroy(): void }>(service: string, make: () => Client): Client => {
    const client = (made.get(service) as Client | undefined) ?? tellUnreachable(make(), environment.connection);
    made.set(service, client);
    return client;
  };
  return {
    get s3() {
      return once('s3', () => new S3Client(settings));
    },
    get sagemaker() {
      return once('sagemaker', () => new SageMakerClient(settings));
    },
    get runtime() {
      return once('runtime', () => new SageMakerRuntimeClient(settings));
    },
    get metrics() {
      return once('metrics', () => new SageMakerMetricsClient(settings));
    },
    get logs() {
      return once('logs', () => new CloudWatchLogsClient(settings));
    },
    get sts() {
      return once('sts', () => new STSClient(settings));
    },
    get featureStore() {
      return once('featureStore', () => new SageMakerFeatureStoreRuntimeClient(settings));
    },
    get dynamodb() {
      return once('dynamodb', () => new DynamoDBClient(settings));
    },
    get lambda() {
      return once('lambda', () => new LambdaClient(settings));
    },
    get apiGateway() {
      return once('apiGateway', () => new ApiGatewayV2Client(settings));
    },
    close() {
      for (const client of made.values()) client.destroy();
      made.clear();
    },
  };
};

const clients = new Map<string, AwsClients>();

/** The clients of an environment; every call with the same connection gets the same ones. */
export const awsClients = (environment: ClientEnvironment): AwsClients => {
  const { region, connection } = environment;
  const identity = JSON.stringify([region, connection.endpoint, connection.profile, connection.credentialsFile]);
  const known = clients.get(identity) ?? makeClients(environment);
  clients.set(identity, known);
  return known;
};

/**
 * Makes sure that the credentials belong to the account which the environment names, before anything is done there.
 * @throws GradusError ENVIRONMENT_WRONG_ACCOUNT
 */
export const verifyAccount = async (environment: Environment): Promise<void> => {
  const { Account } = await awsClients(environment).sts.send(new GetCallerIdentityCommand({}));
  if (Account === environment.account) return;
  throw errors.make('ENVIRONMENT_WRONG_ACCOUNT', `environment ${environment.name} is account ${environment.account}`, {
    got: Account,
    allowed: [environment.account],
    remedy: 'Name the profile of that account in gradus.config.ts.',
  });
};
