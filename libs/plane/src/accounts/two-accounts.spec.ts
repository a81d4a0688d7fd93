/** Nothing of one account is visible to another, unless a session of a role in it looks: asked of every operation that reads. */
import * as apigatewayv2 from '@aws-sdk/client-apigatewayv2';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as lambda from '@aws-sdk/client-lambda';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as s3 from '@aws-sdk/client-s3';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as featureStore from '@aws-sdk/client-sagemaker-featurestore-runtime';
import * as runtime from '@aws-sdk/client-sagemaker-runtime';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import * as metrics from '@gradus/client-sagemaker-metrics';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MemberModel, ServiceModel } from '../models/service-model.ts';
import { awsServices } from '../services/aws-services.ts';
import { controlClient } from '../services/control/control-client.ts';
import { createFeatureGroup, featureGroup, putRecord } from '../testing/feature-group-fixtures.ts';
import { withPlane } from '../testing/index.ts';
import { packageOf } from '../testing/lambda-fixtures.ts';
import type { SdkClients } from '../testing/sdk-clients.ts';

/** In the name of everything that account one makes. */
const MARK = 'only-of-one';
const ROLE = 'arn:aws:iam::111111111111:role/Reader';
const isArn = (value: unknown): value is string => typeof value === 'string' && value.startsWith('arn:');
const READS = /^(List|Describe|Get|Head|Search|Query|BatchGet|BatchDescribe|Filter|Lookup)/;

const CLIENTS: Readonly<Record<string, { commands: object; of: (clients: SdkClients) => { send: unknown } }>> = {
  apigatewayv2: { commands: apigatewayv2, of: (clients) => clients.apigatewayv2 },
  s3: { commands: s3, of: (clients) => clients.s3 },
  sagemaker: { commands: sagemaker, of: (clients) => clients.sagemaker },
  'sagemaker-runtime': { commands: runtime, of: (clients) => clients.runtime },
  'sagemaker-featurestore-runtime': { commands: featureStore, of: (clients) => clients.featureStore },
  'sagemaker-metrics': { commands: metrics, of: (clients) => clients.metrics },
  cloudwatch: { commands: cloudwatch, of: (clients) => clients.cloudwatch },
  dynamodb: { commands: dynamodb, of: (clients) => clients.dynamodb },
  lambda: { commands: lambda, of: (clients) => clients.lambda },
  logs: { commands: logs, of: (clients) => clients.logs },
};

interface Refusal {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

type Send = (command: unknown) => Promise<{ Body?: { transformToString(): Promise<string> } }>;

/** Every value worth asking for: each enum's, each ARN of account one, its name for everything else. */
const candidates = (model: ServiceModel, name: string, member: MemberModel, arns: readonly string[]): unknown[] => {
  const shape = model.shapes[member.shape]!;
  switch (shape.type) {
    case 'string':
      if (shape.enum) return /resource/i.test(name) ? [...shape.enum] : [shape.enum[0]];
      return /arn$/i.test(name)
        ? [...arns]
        : /version/i.test(name)
          ? [MARK, '1']
          : [MARK, ...(/name$/i.test(name) ? arns : [])];
    case 'structure':
      return inputs(model, member.shape, arns);
    case 'list':
      return candidates(model, name, shape.member, arns).map((one) => [one]);
    case 'map':
      return [{}];
    case 'boolean':
      return [true];
    case 'timestamp':
      return [new Date()];
    case 'blob':
      return [new Uint8Array(1)];
    default:
      return [shape.min ?? 1];
  }
};

/** The answer without what it repeats of the question; CloudWatch labels an answer with the metric's name. */
const withoutEchoes = (answer: object, input: object & { readonly MetricName?: unknown }): object =>
  Object.fromEntries(
    Object.entries(answer).filter(
      ([name, value]) =>
        name !== '$metadata' &&
        value !== (input as Record<string, unknown>)[name] &&
        !(name === 'Label' && value === input.MetricName),
    ),
  );

/** Of a batch, a part that is refused says what was asked for. */
const withoutRefusals = (name: string, value: unknown): unknown =>
  name === 'Message' || name === 'Errors' ? undefined : value;

/** Inputs with the required members alone, in every combination. */
const inputs = (model: ServiceModel, shapeName: string | undefined, arns: readonly string[]): object[] => {
  const shape = shapeName === undefined ? undefined : model.shapes[shapeName];
  if (shape?.type !== 'structure') return [{}];
  return (shape.required ?? []).reduce<object[]>(
    (made, name) =>
      made.flatMap((input) =>
        candidates(model, name, shape.members[name]!, arns).map((value) => ({ ...input, [name]: value })),
      ),
    [{}],
  );
};

/** As `inputs`, and each with one of the optional members that name something. */
const inquiries = (model: ServiceModel, shapeName: string | undefined, arns: readonly string[]): object[] => {
  const shape = shapeName === undefined ? undefined : model.shapes[shapeName];
  const made = inputs(model, shapeName, arns);
  if (shape?.type !== 'structure') return made;
  const naming = Object.entries(shape.members).filter(
    ([name, { shape: of }]) =>
      model.shapes[of]!.type === 'string' && /(name|arn|identifier|prefix|contains)$/i.test(name),
  );
  return [
    ...made,
    ...naming.flatMap(([name, member]) =>
      candidates(model, name, member, arns).map((value) => ({ ...made[0], [name]: value })),
    ),
  ];
};

const READING = awsServices.flatMap(({ model, handlers }) =>
  Object.entries(model.operations)
    .filter(([operation]) => READS.test(operation) && operation in handlers)
    .map(([operation, { input }]) => ({ model, operation, input, id: `${model.id}:${operation}` })),
);

describe('two accounts', () => {
  const plane = withPlane();
  const arns: string[] = [];

  /** What the operation answers to every input, as text; refusals, which name what was asked for, are none. */
  const answers = async (clients: SdkClients, read: (typeof READING)[number]): Promise<string> => {
    const { commands, of } = CLIENTS[read.model.id]!;
    const Command = (commands as Record<string, new (input: object) => unknown>)[`${read.operation}Command`]!;
    const client = of(clients);
    const texts = await Promise.all(
      inquiries(read.model, read.input, arns).map((input) =>
        (client.send as Send).call(client, new Command(input)).then(
          async ({ Body, ...answer }) =>
            JSON.stringify(withoutEchoes(answer, input), withoutRefusals) + ((await Body?.transformToString()) ?? ''),
          (error: unknown) => {
            if (((error as Refusal).$metadata?.httpStatusCode ?? 500) >= 500) throw error;
            return '';
          },
        ),
      ),
    );
    return texts.join('\n');
  };

  beforeAll(async () => {
    const one = plane.clients(0);
    await one.s3.send(new s3.CreateBucketCommand({ Bucket: MARK }));
    await one.s3.send(new s3.PutObjectCommand({ Bucket: MARK, Key: MARK, Body: MARK }));
    await one.logs.send(new logs.CreateLogGroupCommand({ logGroupName: MARK }));
    await one.logs.send(new logs.CreateLogStreamCommand({ logGroupName: MARK, logStreamName: MARK }));
    const logEvents = [{ timestamp: plane.clock.now(), message: MARK }];
    await one.logs.send(new logs.PutLogEventsCommand({ logGroupName: MARK, logStreamName: MARK, logEvents }));
    const MetricData = [{ MetricName: MARK, Value: 1, Dimensions: [{ Name: MARK, Value: MARK }] }];
    await one.cloudwatch.send(new cloudwatch.PutMetricDataCommand({ Namespace: MARK, MetricData }));
    const Tags = [{ Key: MARK, Value: MARK }];
    const feature = { FeatureName: MARK, FeatureType: 'String' as const };
    const FeatureDefinitions = [...featureGroup(MARK).FeatureDefinitions!, feature];
    const features = await createFeatureGroup(one, MARK, { FeatureDefinitions, Tags });
    await putRecord(one, MARK, { user_id: MARK, event_time: '1' });
    const Code = { ZipFile: packageOf({ 'index.mjs': 'export const handler = async () => 1;' }) };
    await one.lambda.send(
      new lambda.CreateFunctionCommand({
        ...{ FunctionName: MARK, Runtime: 'nodejs20.x', Handler: 'index.handler', Role: ROLE, Code, Publish: true },
      }),
    );
    const aliased = { FunctionName: MARK, Name: `${MARK}-alias`, FunctionVersion: '1' };
    await one.lambda.send(new lambda.CreateAliasCommand(aliased));
    const target = `arn:aws:lambda:us-east-1:111111111111:function:${MARK}`;
    const api = new apigatewayv2.CreateApiCommand({ Name: MARK, ProtocolType: 'HTTP', Target: target });
    const { ApiId } = await one.apigatewayv2.send(api);
    arns.push(`arn:aws:apigateway:us-east-1::/apis/${ApiId}`);
    const made: object[] = [
      features,
      await one.sagemaker.send(
        new sagemaker.CreateModelCommand({
          ...{ ModelName: MARK, ExecutionRoleArn: ROLE, Tags },
          PrimaryContainer: { Image: 'spec/serve:1' },
        }),
      ),
      await one.sagemaker.send(
        new sagemaker.CreateEndpointConfigCommand({
          ...{ EndpointConfigName: MARK, Tags },
          ProductionVariants: [
            { VariantName: 'v', ModelName: MARK, InstanceType: 'ml.m5.large', InitialInstanceCount: 1 },
          ],
        }),
      ),
      await one.sagemaker.send(new sagemaker.CreateModelPackageGroupCommand({ ModelPackageGroupName: MARK, Tags })),
      await one.sagemaker.send(
        new sagemaker.CreateModelPackageCommand({ ModelPackageGroupName: MARK, ModelPackageDescription: MARK }),
      ),
      await one.sagemaker.send(new sagemaker.CreateExperimentCommand({ ExperimentName: MARK, Tags })),
      await one.sagemaker.send(new sagemaker.CreateTrialCommand({ TrialName: MARK, ExperimentName: MARK, Tags })),
      await one.sagemaker.send(new sagemaker.CreateTrialComponentCommand({ TrialComponentName: MARK, Tags })),
      await one.sagemaker.send(
        new sagemaker.CreateArtifactCommand({ ArtifactName: MARK, ArtifactType: MARK, Source: { SourceUri: MARK } }),
      ),
      await one.sagemaker.send(
        new sagemaker.CreateContextCommand({ ContextName: MARK, ContextType: MARK, Source: { SourceUri: MARK } }),
      ),
      await one.sagemaker.send(
        new sagemaker.CreateActionCommand({ ActionName: MARK, ActionType: MARK, Source: { SourceUri: MARK } }),
      ),
    ];
    arns.push(...made.flatMap((answer) => Object.values(answer as Record<string, unknown>).filter(isArn)));
  });

  it('sees by these operations what it has made itself, so that they would show it', async () => {
    const seen: string[] = [];
    for (const read of READING) if ((await answers(plane.clients(0), read)).includes(MARK)) seen.push(read.id);
    expect(seen).toEqual(
      expect.arrayContaining([
        ...['s3:ListBuckets', 's3:GetObject', 's3:ListObjectsV2', 'logs:GetLogEvents', 'logs:DescribeLogGroups'],
        'cloudwatch:ListMetrics',
        'apigatewayv2:GetApis',
        ...['lambda:ListFunctions', 'lambda:GetFunction', 'lambda:ListAliases'],
        ...['sagemaker:ListFeatureGroups', 'sagemaker:DescribeFeatureGroup', 'sagemaker:DescribeFeatureMetadata'],
        ...['GetRecord', 'BatchGetRecord', 'ListRecords'].map((read) => `sagemaker-featurestore-runtime:${read}`),
        ...['Model', 'EndpointConfig', 'ModelPackageGroup', 'Experiment', 'Trial', 'TrialComponent'].flatMap(
          (thing) => [`sagemaker:List${thing}s`, `sagemaker:Describe${thing}`],
        ),
        ...['sagemaker:ListModelPackages', 'sagemaker:ListTags', 'sagemaker:ListArtifacts', 'sagemaker:Search'],
      ]),
    );
  });

  it.each(READING)('shows nothing of another: $id', async (read) => {
    const text = await answers(plane.clients(1), read);
    expect(text).not.toContain(MARK);
    expect(text).not.toContain('111111111111');
  });

  it('shows it to a session of a role there, which is named as who, and whose use is recorded', async () => {
    const assume = new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'visitor' });
    const { Credentials } = await plane.clients(1).sts.send(assume);
    const session = plane.clientsAs({
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    });
    const { Arn } = await session.sts.send(new GetCallerIdentityCommand({}));
    expect(Arn).toBe('arn:aws:sts::111111111111:assumed-role/Reader/visitor');
    const found = await session.sagemaker.send(new sagemaker.DescribeModelCommand({ ModelName: MARK }));
    expect(found.ModelName).toBe(MARK);
    await session.s3.send(new s3.GetObjectCommand({ Bucket: MARK, Key: MARK }));
    const name = { ModelPackageGroupName: `${MARK}-by-session` };
    await session.sagemaker.send(new sagemaker.CreateModelPackageGroupCommand(name));
    const group = await plane.clients(0).sagemaker.send(new sagemaker.DescribeModelPackageGroupCommand(name));
    expect(group.CreatedBy).toMatchObject({ IamIdentity: { Arn } });

    const used = async (account: number): Promise<string[]> => {
      const control = controlClient({ url: plane.url, credentials: plane.accounts[account]! });
      const { RoleUsage } = await control.listRoleUsage({ RoleName: 'Reader' });
      return RoleUsage.map(({ Action, Resource, Uses }) => `${Action} ${Resource} ${Uses}`);
    };
    const sagemakerArn = 'arn:aws:sagemaker:us-east-1:111111111111';
    expect(await used(0)).toEqual([
      `s3:GetObject arn:aws:s3:::${MARK}/* 1`,
      `sagemaker:CreateModelPackageGroup ${sagemakerArn}:model-package-group/${MARK}-by-session 1`,
      `sagemaker:DescribeModel ${sagemakerArn}:model/${MARK} 1`,
      'sts:GetCallerIdentity * 1',
    ]);
    expect(await used(1)).toEqual([]);
  });
});
