import {
  CreateModelPackageCommand,
  DeleteModelPackageCommand,
  DescribeModelPackageCommand,
  type CreateModelPackageCommandInput,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createGroup, createVersion, inferenceSpecification, withPlane } from '../../../testing/index.ts';

describe('CreateModelPackage', () => {
  const plane = withPlane();
  const create = (input: CreateModelPackageCommandInput) =>
    plane.clients().sagemaker.send(new CreateModelPackageCommand(input));
  const read = (name: string) =>
    plane.clients().sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: name }));

  describe('serialization', () => {
    plane.executes('sagemaker:CreateModelPackage', { seenBy: 'sagemaker:DescribeModelPackage' }, async () => {
      await createGroup(plane.clients(), 'movies');
      const source = { ContentType: 'application/json', S3Uri: 's3://bucket/evaluation.json' };
      const given = {
        ModelPackageDescription: 'first',
        InferenceSpecification: inferenceSpecification('s3://bucket/model.tar.gz'),
        AdditionalInferenceSpecifications: [{ Name: 'gpu', Containers: [{ Image: 'gradus/serving:gpu' }] }],
        MetadataProperties: { CommitId: '0a1b2c', Repository: 'git@host:movies', GeneratedBy: 'arn:job' },
        ModelMetrics: { ModelQuality: { Statistics: source } },
        DriftCheckBaselines: { ModelQuality: { Constraints: source } },
        CustomerMetadataProperties: { dataset: 'ratings', 'seed value': '42' },
        Domain: 'MACHINE_LEARNING',
        Task: 'OTHER',
        SamplePayloadUrl: 's3://bucket/payload.tar.gz',
        SkipModelValidation: 'All' as const,
        SourceUri: 's3://bucket/source',
        ModelCard: { ModelCardContent: '{"model_overview":{}}', ModelCardStatus: 'Draft' as const },
        ModelLifeCycle: { Stage: 'Development', StageStatus: 'InProgress' },
        ModelPackageRegistrationType: 'Registered' as const,
      };
      const { ModelPackageArn } = await create({ ModelPackageGroupName: 'movies', ...given });
      expect(ModelPackageArn).toBe('arn:aws:sagemaker:us-east-1:111111111111:model-package/movies/1');
      expect(await read(ModelPackageArn!)).toMatchObject({
        ...given,
        ModelPackageName: 'movies',
        ModelPackageGroupName: 'movies',
        ModelPackageVersion: 1,
        ModelPackageArn,
        ModelPackageStatus: 'Completed',
        ModelPackageStatusDetails: { ValidationStatuses: [] },
        ModelApprovalStatus: 'PendingManualApproval',
        CertifyForMarketplace: false,
      });
    });
  });

  describe('validation', () => {
    const refused: [title: string, input: CreateModelPackageCommandInput, message: string][] = [
      [
        'both names',
        { ModelPackageGroupName: 'movies', ModelPackageName: 'movies' },
        'Both ModelPackageName and ModelPackageGroupName are provided in the input. Cannot determine which one to use.',
      ],
      ['no name', {}, 'Missing ARN.'],
      [
        'a group that does not exist',
        { ModelPackageGroupName: 'nobody' },
        'ModelPackageGroup arn:aws:sagemaker:us-east-1:111111111111:model-package-group/nobody does not exist.',
      ],
      ['tags of a version', { ModelPackageGroupName: 'movies', Tags: [{ Key: 'k', Value: 'v' }] }, 'Tags'],
      [
        'the approval of an unversioned package',
        {
          ModelPackageName: 'x',
          ModelApprovalStatus: 'Approved',
          InferenceSpecification: inferenceSpecification(),
        },
        'ModelApprovalStatus',
      ],
      ['an unversioned package without specification', { ModelPackageName: 'x' }, 'InferenceSpecification is required'],
      [
        'an unversioned package without instance types',
        { ModelPackageName: 'x', InferenceSpecification: { Containers: [{ Image: 'i' }] } },
        'SupportedTransformInstanceTypes is required',
      ],
      [
        'a container without image',
        { ModelPackageGroupName: 'movies', InferenceSpecification: { Containers: [{}] } },
        'Image must be specified',
      ],
      [
        'additional specifications of one name',
        {
          ModelPackageGroupName: 'movies',
          AdditionalInferenceSpecifications: [
            { Name: 'a', Containers: [{ Image: 'i' }] },
            { Name: 'a', Containers: [{ Image: 'i' }] },
          ],
        },
        'must be unique',
      ],
      [
        'a model card that is no JSON',
        { ModelPackageGroupName: 'movies', ModelCard: { ModelCardContent: '{' } },
        'JSON',
      ],
    ];
    it.each(refused)('refuses %s', async (_title, input, message) => {
      await expect(create(input)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message) as string,
      });
    });

    const notExecuted: [member: string, input: CreateModelPackageCommandInput][] = [
      ['CertifyForMarketplace', { CertifyForMarketplace: true }],
      ['SecurityConfig', { SecurityConfig: { KmsKeyId: 'key' } }],
      ['ManagedStorageType', { ManagedStorageType: 'Restricted' }],
      [
        'SourceAlgorithmSpecification',
        { SourceAlgorithmSpecification: { SourceAlgorithms: [{ AlgorithmName: 'a' }] } },
      ],
      ['SourceUri', { SourceUri: 'arn:aws:sagemaker:us-east-1:111111111111:model/movies' }],
      [
        'InferenceSpecification.Containers.1.member.ProductId',
        { InferenceSpecification: { Containers: [{ Image: 'i', ProductId: 'p' }] } },
      ],
      [
        'InferenceSpecification.Containers.1.member.ModelDataSource.S3DataSource',
        {
          InferenceSpecification: {
            Containers: [
              {
                Image: 'i',
                ModelDataSource: {
                  S3DataSource: { S3Uri: 's3://b/p/', S3DataType: 'S3Prefix', CompressionType: 'None' },
                },
              },
            ],
          },
        },
      ],
    ];
    it.each(notExecuted)('names %s, which the plane does not execute', async (member, input) => {
      await expect(create({ ModelPackageGroupName: 'movies', ...input })).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(`does not execute '${member}`) as string,
      });
    });

    it('refuses the group of another account', async () => {
      const arn = await createGroup(plane.clients(1), 'theirs');
      await expect(create({ ModelPackageGroupName: arn })).rejects.toMatchObject({ name: 'AccessDeniedException' });
    });
  });

  describe('behaviour', () => {
    it('counts versions in each group and never gives a number again', async () => {
      const clients = plane.clients();
      const group = await createGroup(clients, 'counted');
      await createGroup(clients, 'apart');
      const versionOf = async (name: string) => Number((await createVersion(clients, name)).split('/').at(-1));
      expect(await versionOf('counted')).toBe(1);
      expect(await versionOf(group)).toBe(2);
      expect(await versionOf('apart')).toBe(1);
      await clients.sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: 'counted/2' }));
      expect(await versionOf('counted')).toBe(3);
    });

    it('gives concurrent callers different numbers', async () => {
      await createGroup(plane.clients(), 'busy');
      const arns = await Promise.all(Array.from({ length: 20 }, () => createVersion(plane.clients(), 'busy')));
      const numbers = arns.map((arn) => Number(arn.split('/').at(-1))).sort((one, other) => one - other);
      expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    });

    it('answers a repeated client token with what it made, and refuses it for anything else', async () => {
      await createGroup(plane.clients(), 'tokens');
      const input = { ModelPackageGroupName: 'tokens', ClientToken: 'once', ModelPackageDescription: 'a' };
      const first = await create(input);
      expect((await create(input)).ModelPackageArn).toBe(first.ModelPackageArn);
      await expect(create({ ...input, ModelPackageDescription: 'b' })).rejects.toMatchObject({
        name: 'ValidationException',
      });
      expect(await createVersion(plane.clients(), 'tokens')).toMatch(/\/2$/);
    });

    it('registers an approved version, and an unversioned package without approval', async () => {
      await createGroup(plane.clients(), 'approved');
      const version = await createVersion(plane.clients(), 'approved', { ModelApprovalStatus: 'Approved' });
      expect((await read(version)).ModelApprovalStatus).toBe('Approved');
      const input = { ModelPackageName: 'alone', InferenceSpecification: inferenceSpecification() };
      const { ModelPackageArn } = await create({ ...input, Tags: [{ Key: 'k', Value: 'v' }] });
      expect(ModelPackageArn).toMatch(/:model-package\/alone$/);
      const alone = await read('alone');
      expect(alone.ModelPackageName).toBe('alone');
      expect(alone.ModelPackageVersion).toBeUndefined();
      expect(alone.ModelApprovalStatus).toBeUndefined();
      await expect(create(input)).rejects.toThrow('already exists');
    });
  });
});
