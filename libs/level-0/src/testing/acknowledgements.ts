/** What AWS acknowledged to a client: each call that changed something, and the proof that it is there. */
import { readFile } from 'node:fs/promises';
import { GetObjectCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeExperimentCommand,
  DescribeModelCommand,
  DescribeModelPackageCommand,
  DescribeModelPackageGroupCommand,
  DescribeTrainingJobCommand,
  DescribeTrialCommand,
} from '@aws-sdk/client-sagemaker';
import type { AwsClients } from '@gradus/aws';

/** Survives JSON. */
export interface Acknowledgement {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly answer: { readonly ModelPackageArn?: string };
  /** Of an object, in base64. */
  readonly body?: string;
}

type Clients = Pick<AwsClients, 's3' | 'sagemaker'>;

const READS = /^(?:Describe|List|Get|Head|Query)/;

const NAME = 'acknowledging';

interface Stack {
  add(middleware: never, options: { step: 'initialize'; name: string }): void;
  remove(name: string): boolean;
}

/** Tells of each change once its answer is there, before whoever asked gets it. @returns what ends it */
export const acknowledging = ({ s3, sagemaker }: Clients, tell: (one: Acknowledgement) => void): (() => void) => {
  const middleware =
    (next: (args: unknown) => Promise<{ output: object }>, { commandName = '' }: { commandName?: string }) =>
    async (args: { input: Readonly<Record<string, unknown>> }) => {
      const { Body, ...input } = args.input;
      const answered = await next(args);
      const operation = commandName.replace(/Command$/, '');
      if (READS.test(operation)) return answered;
      const body = Body === undefined ? {} : { body: (await bytesOf(Body)).toString('base64') };
      tell({ operation, input, answer: answered.output, ...body });
      return answered;
    };
  const stacks = [s3, sagemaker].map(({ middlewareStack }): Stack => middlewareStack);
  for (const stack of stacks) stack.add(middleware as never, { step: 'initialize', name: NAME });
  return () => {
    for (const stack of stacks) stack.remove(NAME);
  };
};

const bytesOf = async (body: unknown): Promise<Buffer> =>
  body instanceof Uint8Array || typeof body === 'string'
    ? Buffer.from(body)
    : readFile((body as { path: string }).path);

/** @throws Error when what was acknowledged is not there, or is something else */
export const requireThere = async (
  { s3, sagemaker }: Clients,
  { operation, input, answer, body }: Acknowledgement,
): Promise<void> => {
  const named = (name: string): string => String(input[name]);
  const checks: Readonly<Record<string, () => Promise<unknown>>> = {
    CreateBucket: () => s3.send(new HeadBucketCommand({ Bucket: named('Bucket') })),
    PutObject: async () => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: named('Bucket'), Key: named('Key') }));
      const kept = Buffer.from(await Body!.transformToByteArray()).toString('base64');
      if (kept !== body) throw new Error(`${named('Key')} has other bytes than were acknowledged`);
    },
    CreateExperiment: () => sagemaker.send(new DescribeExperimentCommand({ ExperimentName: named('ExperimentName') })),
    CreateTrial: () => sagemaker.send(new DescribeTrialCommand({ TrialName: named('TrialName') })),
    CreateTrainingJob: () =>
      sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: named('TrainingJobName') })),
    CreateModelPackageGroup: () =>
      sagemaker.send(new DescribeModelPackageGroupCommand({ ModelPackageGroupName: named('ModelPackageGroupName') })),
    CreateModelPackage: () =>
      sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: answer.ModelPackageArn })),
    UpdateModelPackage: async () => {
      const kept = await sagemaker.send(
        new DescribeModelPackageCommand({ ModelPackageName: named('ModelPackageArn') }),
      );
      const { ModelApprovalStatus: status, ModelLifeCycle: cycle } = input as Partial<typeof kept>;
      if (status !== undefined && kept.ModelApprovalStatus !== status)
        throw new Error(`it is ${kept.ModelApprovalStatus}`);
      if (cycle && kept.ModelLifeCycle?.Stage !== cycle.Stage)
        throw new Error(`its stage is ${kept.ModelLifeCycle?.Stage}`);
    },
    CreateModel: () => sagemaker.send(new DescribeModelCommand({ ModelName: named('ModelName') })),
    CreateEndpointConfig: () =>
      sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: named('EndpointConfigName') })),
    CreateEndpoint: () => sagemaker.send(new DescribeEndpointCommand({ EndpointName: named('EndpointName') })),
    UpdateEndpoint: async () => {
      const { EndpointConfigName, EndpointStatus } = await sagemaker.send(
        new DescribeEndpointCommand({ EndpointName: named('EndpointName') }),
      );
      if (EndpointStatus !== 'Updating' && EndpointConfigName !== input['EndpointConfigName'])
        throw new Error(`it is ${EndpointStatus} with ${EndpointConfigName}`);
    },
  };
  const check = checks[operation];
  if (!check) throw new Error(`${operation} was acknowledged, and nothing here looks whether it is there`);
  await check().catch((cause: unknown) => {
    throw new Error(`${operation} of ${JSON.stringify(input)} was acknowledged, and is lost`, { cause });
  });
};
