/** The AWS clients of an environment: one per service and process, made when first used, connections kept alive. */
import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni } from '@aws-sdk/credential-providers';
import { SageMakerMetricsClient } from '@gradus/client-sagemaker-metrics';
import type { Connection, Environment } from './environment.ts';
import { errors } from './errors.ts';
import { lazyClient } from './lazy-client.ts';
import { tellUnreachable } from './unreachable.ts';

export interface AwsClients {
  readonly s3: S3Client;
  readonly sagemaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  readonly metrics: SageMakerMetricsClient;
  readonly logs: CloudWatchLogsClient;
  readonly sts: STSClient;
  // These are loaded by their first request: see lazy-client.ts.
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

interface Stacked {
  readonly middlewareStack: { remove(name: string): boolean };
}

const makeClients = (environment: ClientEnvironment): AwsClients => {
  const settings = settingsOf(environment);
  const made = new Map<string, { destroy(): void }>();
  const once = <Client extends { destroy(): void }>(service: string, make: () => Client): Client => {
    const client = (made.get(service) as Client | undefined) ?? make();
    made.set(service, client);
    return client;
  };
  const told = <Client extends Stacked>(client: Client): Client => {
    // It copies every input and output for a logger, and does so without one: 15 % of a process that reads and writes features.
    client.middlewareStack.remove('loggerMiddleware');
    return tellUnreachable(client, environment.connection);
  };
  return {
    get s3() {
      return once('s3', () => told(new S3Client(settings)));
    },
    get sagemaker() {
      return once('sagemaker', () => told(new SageMakerClient(settings)));
    },
    get runtime() {
      return once('runtime', () => told(new SageMakerRuntimeClient(settings)));
    },
    get metrics() {
      return once('metrics', () => told(new SageMakerMetricsClient(settings)));
    },
    get logs() {
      return once('logs', () => told(new CloudWatchLogsClient(settings)));
    },
    get sts() {
      return once('sts', () => told(new STSClient(settings)));
    },
    get featureStore() {
      return once('featureStore', () =>
        lazyClient('featureStore', async () => {
          const { SageMakerFeatureStoreRuntimeClient } = await import('@aws-sdk/client-sagemaker-featurestore-runtime');
          return told(new SageMakerFeatureStoreRuntimeClient(settings));
        }),
      );
    },
    get dynamodb() {
      return once('dynamodb', () =>
        lazyClient('dynamodb', async () => {
          const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
          return told(new DynamoDBClient(settings));
        }),
      );
    },
    get lambda() {
      return once('lambda', () =>
        lazyClient('lambda', async () => {
          const { LambdaClient } = await import('@aws-sdk/client-lambda');
          return told(new LambdaClient(settings));
        }),
      );
    },
    get apiGateway() {
      return once('apiGateway', () =>
        lazyClient('apiGateway', async () => {
          const { ApiGatewayV2Client } = await import('@aws-sdk/client-apigatewayv2');
          return told(new ApiGatewayV2Client(settings));
        }),
      );
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
