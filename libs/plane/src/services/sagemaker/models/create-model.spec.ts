import { CreateBucketCommand } from '@aws-sdk/client-s3';
import {
  CreateModelCommand,
  DeleteModelPackageCommand,
  DescribeModelCommand,
  ListTagsCommand,
  UpdateModelPackageCommand,
  type ContainerDefinition,
  type CreateModelCommandInput,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import {
  createGroup,
  createModel,
  createVersion,
  IMAGE,
  inferenceSpecification,
  putModelData,
  withPlane,
} from '../../../testing/index.ts';

describe('CreateModel', () => {
  const plane = withPlane();
  const create = (input: Partial<CreateModelCommandInput>, account = 0) =>
    plane.clients(account).sagemaker.send(new CreateModelCommand({ ModelName: 'refused', ...input }));
  const read = (name: string) => plane.clients().sagemaker.send(new DescribeModelCommand({ ModelName: name }));

  describe('serialization', () => {
    plane.executes('sagemaker:CreateModel', { seenBy: 'sagemaker:DescribeModel' }, async () => {
      const PrimaryContainer = {
        Image: IMAGE,
        ContainerHostname: 'one',
        ModelDataUrl: await putModelData(plane.clients(), 'serialized'),
        Environment: { LEVEL: 'info' },
      };
      const ExecutionRoleArn = 'arn:aws:iam::111111111111:role/serve';
      const Tags = [{ Key: 'stage', Value: 'local' }];
      const { ModelArn } = await create({ ModelName: 'movies', PrimaryContainer, ExecutionRoleArn, Tags });
      expect(ModelArn).toBe('arn:aws:sagemaker:us-east-1:111111111111:model/movies');
      expect(await read('movies')).toMatchObject({
        ModelName: 'movies',
        ModelArn,
        PrimaryContainer: { ...PrimaryContainer, Mode: 'SingleModel' },
        ExecutionRoleArn,
        EnableNetworkIsolation: false,
        CreationTime: expect.any(Date) as Date,
      });
      const tags = await plane.clients().sagemaker.send(new ListTagsCommand({ ResourceArn: ModelArn }));
      expect(tags.Tags).toEqual(Tags);
    });
  });

  describe('validation', () => {
    const container = { Image: IMAGE };
    const refused: [title: string, input: Partial<CreateModelCommandInput>, message: string][] = [
      ['no container', {}, 'Either PrimaryContainer or Containers must be specified.'],
      [
        'both kinds of containers',
        { PrimaryContainer: container, Containers: [container] },
        'PrimaryContainer and Containers cannot both be specified.',
      ],
      ['a container without image', { PrimaryContainer: {} }, 'One of Image or ModelPackageName must be specified'],
      [
        'two places of model data',
        {
          PrimaryContainer: {
            Image: IMAGE,
            ModelDataUrl: 's3://b/k',
            ModelDataSource: {
              S3DataSource: { S3Uri: 's3://b/k', S3DataType: 'S3Object', CompressionType: 'Gzip' },
            },
          },
        },
        'ModelDataUrl and ModelDataSource cannot both be specified.',
      ],
      [
        'a role of another account',
        { PrimaryContainer: container, ExecutionRoleArn: 'arn:aws:iam::222222222222:role/serve' },
        'Cross-account pass role is not allowed.',
      ],
      [
        'a package that does not exist',
        { PrimaryContainer: { ModelPackageName: 'nobody/1' } },
        'ModelPackage arn:aws:sagemaker:us-east-1:111111111111:model-package/nobody/1 does not exist.',
      ],
    ];
    it.each(refused)('refuses %s', async (_title, input, message) => {
      await expect(create(input)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message) as string,
      });
      await expect(read('refused')).rejects.toThrow('Could not find model');
    });

    const notExecuted: [member: string, input: Partial<CreateModelCommandInput>][] = [
      ['VpcConfig', { VpcConfig: { SecurityGroupIds: ['sg'], Subnets: ['subnet'] } }],
      ['EnableNetworkIsolation', { EnableNetworkIsolation: true }],
      ['InferenceExecutionConfig.Mode: Direct', { InferenceExecutionConfig: { Mode: 'Direct' } }],
      ['Containers: an inference pipeline', { PrimaryContainer: undefined, Containers: [container, container] }],
      ...(
        [
          ['Mode: MultiModel', { Mode: 'MultiModel' }],
          ['ImageConfig.RepositoryAccessMode: Vpc', { ImageConfig: { RepositoryAccessMode: 'Vpc' } }],
          ['MultiModelConfig', { MultiModelConfig: { ModelCacheSetting: 'Enabled' } }],
          ['ModelDataUrl: https', { ModelDataUrl: 'https://bucket.s3.amazonaws.com/model.tar.gz' }],
        ] satisfies [string, ContainerDefinition][]
      ).map(([member, members]): [string, Partial<CreateModelCommandInput>] => [
        `PrimaryContainer.${member}`,
        { PrimaryContainer: { ...container, ...members } },
      ]),
    ];
    it.each(notExecuted)('names %s, which the plane does not execute', async (member, input) => {
      await expect(create({ PrimaryContainer: container, ...input })).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(`does not execute '${member}`) as string,
      });
    });
  });

  describe('behaviour', () => {
    it('refuses a name that is taken, in the same account only', async () => {
      const arn = await createModel(plane.clients(), 'taken');
      await expect(createModel(plane.clients(), 'taken')).rejects.toMatchObject({
        name: 'ValidationException',
        message: `Cannot create already existing model "${arn}".`,
      });
      await createModel(plane.clients(1), 'taken');
    });

    it('looks whether the model data is there', async () => {
      await plane.clients().s3.send(new CreateBucketCommand({ Bucket: 'bare' }));
      for (const ModelDataUrl of ['s3://bare/model.tar.gz', 's3://no-such-bucket/model.tar.gz', 's3://bare/']) {
        await expect(create({ PrimaryContainer: { Image: IMAGE, ModelDataUrl } })).rejects.toMatchObject({
          name: 'ValidationException',
          message: `Could not find model data at ${ModelDataUrl}.`,
        });
      }
    });

    it('serves an approved version only, and shows what it resolved to', async () => {
      const clients = plane.clients();
      const uri = await putModelData(clients, 'registered');
      await createGroup(clients, 'registered');
      const arn = await createVersion(clients, 'registered', {
        InferenceSpecification: inferenceSpecification(uri),
        AdditionalInferenceSpecifications: [
          { Name: 'gpu', Containers: [{ Image: 'gradus/serving:gpu', ModelDataUrl: uri }] },
        ],
      });
      const PrimaryContainer = { ModelPackageName: arn, Environment: { MORE: 'model' } };
      await expect(create({ PrimaryContainer })).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining('PendingManualApproval') as string,
      });
      await clients.sagemaker.send(
        new UpdateModelPackageCommand({ ModelPackageArn: arn, ModelApprovalStatus: 'Approved' }),
      );
      await create({ ModelName: 'from-package', PrimaryContainer });
      await create({
        ModelName: 'from-gpu',
        Containers: [{ ModelPackageName: 'registered/1', InferenceSpecificationName: 'gpu' }],
      });
      await clients.sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: arn }));
      expect((await read('from-package')).PrimaryContainer).toEqual({
        Mode: 'SingleModel',
        Image: IMAGE,
        ModelDataUrl: uri,
        Environment: { FROM: 'package', MORE: 'model' },
        ModelPackageName: arn,
      });
      expect((await read('from-gpu')).Containers).toMatchObject([
        { Image: 'gradus/serving:gpu', ModelPackageName: arn },
      ]);
    });

    it('refuses a package’s container to be overridden, and specifications that it lacks', async () => {
      await createGroup(plane.clients(), 'strict');
      const bare = await createVersion(plane.clients(), 'strict', {
        InferenceSpecification: undefined,
        ModelApprovalStatus: 'Approved',
      });
      const refusals: [ContainerDefinition, string][] = [
        [{ ModelPackageName: bare, Image: IMAGE }, 'Image cannot be specified together with ModelPackageName.'],
        [{ ModelPackageName: bare }, 'has no inference specification.'],
        [{ ModelPackageName: bare, InferenceSpecificationName: 'x' }, 'has no inference specification named x.'],
        [{ Image: IMAGE, InferenceSpecificationName: 'x' }, 'InferenceSpecificationName requires ModelPackageName.'],
      ];
      for (const [PrimaryContainer, message] of refusals) {
        await expect(create({ PrimaryContainer })).rejects.toThrow(message);
      }
    });

    it('refuses the package of another account', async () => {
      await createGroup(plane.clients(), 'private');
      const arn = await createVersion(plane.clients(), 'private', { ModelApprovalStatus: 'Approved' });
      await expect(create({ PrimaryContainer: { ModelPackageName: arn } }, 1)).rejects.toMatchObject({
        name: 'AccessDeniedException',
      });
    });
  });
});
