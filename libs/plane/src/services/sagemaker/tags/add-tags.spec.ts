import {
  AddTagsCommand,
  CreateEndpointConfigCommand,
  CreateModelPackageCommand,
  ListTagsCommand,
  type Tag,
} from '@aws-sdk/client-sagemaker';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createGroup,
  createModel,
  createVersion,
  inferenceSpecification,
  productionVariant,
  withPlane,
} from '../../../testing/index.ts';

describe('AddTags', () => {
  const plane = withPlane();
  let group: string;
  const add = async (ResourceArn: string, Tags: Tag[], account = 0) =>
    (await plane.clients(account).sagemaker.send(new AddTagsCommand({ ResourceArn, Tags }))).Tags;
  const list = async (ResourceArn: string) =>
    (await plane.clients().sagemaker.send(new ListTagsCommand({ ResourceArn }))).Tags;

  beforeAll(async () => {
    group = await createGroup(plane.clients(), 'movies');
  });

  plane.executes(
    'sagemaker:AddTags',
    { seenBy: 'sagemaker:ListTags', title: 'adds tags and overwrites values' },
    async () => {
      await add(group, [
        { Key: 'stage', Value: 'local' },
        { Key: 'owner', Value: '' },
      ]);
      const tags = [
        { Key: 'alias:prod', Value: '3' },
        { Key: 'owner', Value: '' },
        { Key: 'stage', Value: 'prod' },
      ];
      expect(
        await add(group, [
          { Key: 'stage', Value: 'prod' },
          { Key: 'alias:prod', Value: '3' },
        ]),
      ).toEqual(tags);
      expect(await list(group)).toEqual(tags);
    },
  );

  it('tags each kind of resource', async () => {
    const { sagemaker } = plane.clients();
    const model = await createModel(plane.clients(), 'movies');
    const { EndpointConfigArn } = await sagemaker.send(
      new CreateEndpointConfigCommand({
        EndpointConfigName: 'movies',
        ProductionVariants: [productionVariant('movies')],
      }),
    );
    const { ModelPackageArn } = await sagemaker.send(
      new CreateModelPackageCommand({ ModelPackageName: 'movies', InferenceSpecification: inferenceSpecification() }),
    );
    for (const arn of [model, EndpointConfigArn!, ModelPackageArn!]) {
      const kind = [{ Key: 'arn', Value: arn }];
      await add(arn, kind);
      expect(await list(arn)).toEqual(kind);
    }
  });

  it('keeps at most 50 tags, and nothing of a call beyond', async () => {
    const arn = await createGroup(plane.clients(), 'full');
    const tags = Array.from({ length: 50 }, (_, index) => ({ Key: `key${index}`, Value: 'v' }));
    await add(arn, tags);
    await expect(add(arn, [{ Key: 'more', Value: '' }])).rejects.toMatchObject({ name: 'ValidationException' });
    await add(arn, [{ Key: 'key0', Value: 'changed' }]);
    expect(await list(arn)).toHaveLength(50);
  });

  it('refuses reserved and repeated keys, versions of a model, and what is not there or not the caller’s', async () => {
    const version = await createVersion(plane.clients(), 'movies');
    const tag = [{ Key: 'k', Value: 'v' }];
    const refused: [string, Tag[], string][] = [
      [group, [{ Key: 'AWS:x', Value: '' }], 'aws: prefixed tag key names are not allowed for external use.'],
      [group, [...tag, ...tag], 'Duplicate'],
      [version, tag, 'versioned model package'],
      [`${group}-not`, tag, `Could not find resource "${group}-not".`],
      [group.replace('model-package-group', 'pipeline'), tag, 'Invalid ARN'],
      [group.replace('arn:aws:', 'arn:aws-cn:'), tag, 'Invalid ARN'],
    ];
    for (const [arn, tags, message] of refused) {
      await expect(add(arn, tags)).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message) as string,
      });
    }
    await expect(add(group, tag, 1)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
