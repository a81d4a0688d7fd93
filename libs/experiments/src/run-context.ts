/** Where runs are kept: clients, and the bucket and key prefix of their files. */
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { awsClients, bucketName, type AwsClients, type Environment } from '@gradus/aws';

export type RunClients = Pick<AwsClients, 's3' | 'sagemaker' | 'metrics' | 'sts'>;

export interface RunContext {
  readonly clients: RunClients;
  /** Absent: `gradus-<account>-<region>` of the clients, under `ns=default/`. */
  readonly environment?: Pick<Environment, 'bucket' | 'key'>;
}

/** The clients of the standard AWS variables: in a job, and in a notebook or script whose shell names an endpoint. */
export const standardClients = (): RunClients => {
  const region = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1';
  return awsClients({ region, connection: {} });
};

export interface RunFolder {
  readonly bucket: string;
  /** Ends with a slash. */
  readonly prefix: string;
}

/** Where the files of a run go. */
export const runFolder = async (
  { clients, environment }: RunContext,
  experiment: string,
  component: string,
): Promise<RunFolder> => {
  if (environment) return { bucket: environment.bucket, prefix: environment.key(experiment, 'runs', component, '') };
  const { Account } = await clients.sts.send(new GetCallerIdentityCommand({}));
  const region = await clients.sagemaker.config.region();
  return { bucket: bucketName(Account!, region), prefix: `ns=default/${experiment}/runs/${component}/` };
};
