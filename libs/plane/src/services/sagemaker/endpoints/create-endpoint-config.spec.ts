import {
  CreateEndpointConfigCommand,
  DescribeEndpointConfigCommand,
  ListTagsCommand,
  type CreateEndpointConfigCommandInput,
  type ProductionVariant,
} from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, it } from 'vitest';
import { createModel, productionVariant, withPlane } from '../../../testing/index.ts';

describe('CreateEndpointConfig', () => {
  const plane = withPlane();
  const create = (input: Partial<CreateEndpointConfigCommandInput>, account = 0) =>
    plane.clients(account).sagemaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: 'refused',
        ProductionVariants: [productionVariant('movies')],
        ...input,
      }),
    );
  const read = (name: string) =>
    plane.clients().sagemaker.send(new DescribeEndpointConfigCommand({ EndpointConfigName: name }));

  beforeAll(async () => {
    await createModel(plane.clients(), 'movies');
  });

  describe('serialization', () => {
    plane.executes('sagemaker:CreateEndpointConfig', { seenBy: 'sagemaker:DescribeEndpointConfig' }, async () => {
      const first = {
        ...productionVariant('movies'),
        InitialVariantWeight: 0.25,
        VolumeSizeInGB: 10,
        ModelDataDownloadTimeoutInSeconds: 60,
        ContainerStartupHealthCheckTimeoutInSeconds: 120,
      };
      const second = { ...productionVariant('movies'), VariantName: 'second', InitialInstanceCount: 2 };
      const Tags = [{ Key: 'stage', Value: 'local' }];
      const { EndpointConfigArn } = await create({
        EndpointConfigName: 'movies-1',
        ProductionVariants: [first, second],
        ExecutionRoleArn: 'arn:aws:iam::111111111111:role/serve',
        Tags,
      });
      expect(EndpointConfigArn).toBe('arn:aws:sagemaker:us-east-1:111111111111:endpoint-config/movies-1');
      expect(await read('movies-1')).toMatchObject({
        EndpointConfigName: 'movies-1',
        EndpointConfigArn,
        ProductionVariants: [first, { ...second, InitialVariantWeight: 1 }],
        ExecutionRoleArn: 'arn:aws:iam::111111111111:role/serve',
        EnableNetworkIsolation: false,
        CreationTime: expect.any(Date) as Date,
      });
      const tags = await plane.clients().sagemaker.send(new ListTagsCommand({ ResourceArn: EndpointConfigArn }));
      expect(tags.Tags).toEqual(Tags);
    });
  });

  describe('validation', () => {
    const variant = productionVariant('movies');
    const refused: [title: string, input: Partial<CreateEndpointConfigCommandInput>, message: string][] = [
      [
        'a model that does not exist',
        { ProductionVariants: [productionVariant('nobody')] },
        'Could not find model "arn:aws:sagemaker:us-east-1:111111111111:model/nobody".',
      ],
      ['variants of one name', { ProductionVariants: [variant, variant] }, 'Production variant names must be unique.'],
      [
        'a variant without instance type',
        { ProductionVariants: [{ ...variant, InstanceType: undefined }] },
        'InstanceType must be specified',
      ],
      [
        'a variant without instance count',
        { ProductionVariants: [{ ...variant, InitialInstanceCount: undefined }] },
        'InitialInstanceCount must be specified',
      ],
      ['no variant', { ProductionVariants: [] }, "Value '[]' at 'productionVariants' failed to satisfy constraint"],
      [
        'a role of another account',
        { ExecutionRoleArn: 'arn:aws:iam::222222222222:role/serve' },
        'Cross-account pass role is not allowed.',
      ],
    ];
    it.each(refused)('refuses %s', async (_title, input, message) => {
      await expect(create(input)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message) as string,
      });
      await expect(read('refused')).rejects.toThrow('Could not find endpoint configuration');
    });

    const ofVariant = (members: Partial<ProductionVariant>) => ({ ProductionVariants: [{ ...variant, ...members }] });
    const notExecuted: [member: string, input: Partial<CreateEndpointConfigCommandInput>][] = [
      [
        'DataCaptureConfig',
        {
          DataCaptureConfig: {
            InitialSamplingPercentage: 100,
            DestinationS3Uri: 's3://b/capture',
            CaptureOptions: [{ CaptureMode: 'Input' }],
          },
        },
      ],
      ['AsyncInferenceConfig', { AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://b/out' } } }],
      ['ExplainerConfig', { ExplainerConfig: {} }],
      ['ShadowProductionVariants', { ShadowProductionVariants: [{ ...variant, VariantName: 'shadow' }] }],
      ['KmsKeyId', { KmsKeyId: 'key' }],
      ['VpcConfig', { VpcConfig: { SecurityGroupIds: ['sg'], Subnets: ['subnet'] } }],
      ['EnableNetworkIsolation', { EnableNetworkIsolation: true }],
      [
        'ProductionVariants.1.member.ServerlessConfig',
        ofVariant({ ServerlessConfig: { MemorySizeInMB: 1024, MaxConcurrency: 1 } }),
      ],
      [
        'ProductionVariants.1.member.ManagedInstanceScaling',
        ofVariant({ ManagedInstanceScaling: { Status: 'ENABLED' } }),
      ],
      ['ProductionVariants.1.member: a variant without ModelName', ofVariant({ ModelName: undefined })],
    ];
    it.each(notExecuted)('names %s, which the plane does not execute', async (member, input) => {
      await expect(create(input)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(`does not execute '${member}'`) as string,
      });
    });
  });

  describe('behaviour', () => {
    it('refuses a name that is taken, in the same account only', async () => {
      const { EndpointConfigArn } = await create({ EndpointConfigName: 'taken' });
      await expect(create({ EndpointConfigName: 'taken' })).rejects.toMatchObject({
        name: 'ValidationException',
        message: `Cannot create already existing endpoint configuration "${EndpointConfigArn!}".`,
      });
      await expect(create({ EndpointConfigName: 'taken' }, 1)).rejects.toThrow('Could not find model');
      await createModel(plane.clients(1), 'movies');
      await create({ EndpointConfigName: 'taken' }, 1);
    });

    it('takes a data capture that is switched off', async () => {
      const DataCaptureConfig = {
        EnableCapture: false,
        InitialSamplingPercentage: 0,
        DestinationS3Uri: 's3://b/capture',
        CaptureOptions: [{ CaptureMode: 'Input' as const }],
      };
      await create({ EndpointConfigName: 'no-capture', DataCaptureConfig });
      expect((await read('no-capture')).DataCaptureConfig).toEqual(DataCaptureConfig);
    });
  });
});
