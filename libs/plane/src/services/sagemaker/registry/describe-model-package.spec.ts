import { DescribeModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { createGroup, createVersion, withPlane } from '../../../testing/index.ts';

describe('DescribeModelPackage', () => {
  const plane = withPlane();
  const read = (name: string, account = 0, IncludedData?: 'AllData' | 'MetadataOnly') =>
    plane.clients(account).sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: name, IncludedData }));

  plane.executes(
    'sagemaker:DescribeModelPackage',
    { seenBy: 'sagemaker:CreateModelPackage', title: 'tells who made it and when, by name and by ARN' },
    async () => {
      plane.clock.set({ time: Date.UTC(2030, 0, 2, 3, 4, 5) });
      await createGroup(plane.clients(), 'movies');
      const arn = await createVersion(plane.clients(), 'movies');
      const { Arn, UserId } = await plane.clients().sts.send(new GetCallerIdentityCommand({}));
      const described = await read(arn);
      expect(described.CreatedBy).toEqual({ IamIdentity: { Arn, PrincipalId: UserId } });
      expect(described.CreationTime!.toISOString()).toMatch(/^2030-01-02T03:04:0/);
      expect(described.LastModifiedTime).toBeUndefined();
      expect({ ...(await read('movies/1')), $metadata: {} }).toEqual({ ...described, $metadata: {} });
    },
  );

  it('survives a restart', async () => {
    await createGroup(plane.clients(), 'durable');
    const arn = await createVersion(plane.clients(), 'durable', { CustomerMetadataProperties: { a: 'b' } });
    await plane.restart();
    expect((await read(arn)).CustomerMetadataProperties).toEqual({ a: 'b' });
  });

  it('answers in AWS’s words when there is none', async () => {
    await createGroup(plane.clients(), 'empty');
    for (const name of ['nobody', 'empty', 'empty/1']) {
      await expect(read(name)).rejects.toMatchObject({
        name: 'ValidationException',
        message: `ModelPackage arn:aws:sagemaker:us-east-1:111111111111:model-package/${name} does not exist.`,
      });
    }
  });

  it('refuses what another account owns', async () => {
    await createGroup(plane.clients(), 'private');
    const arn = await createVersion(plane.clients(), 'private');
    await expect(read(arn, 1)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('sagemaker:DescribeModelPackage on resource: arn:aws:sagemaker:') as string,
    });
    await expect(read('private/1', 1)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('leaves only the metadata of a model card when asked', async () => {
    await createGroup(plane.clients(), 'cards');
    const plain = await createVersion(plane.clients(), 'cards');
    const ModelCardContent = JSON.stringify({
      model_overview: { model_creator: 'ann' },
      intended_uses: { risk_rating: 'Low', purpose_of_model: 'What to watch next' },
    });
    const carded = await createVersion(plane.clients(), 'cards', {
      ModelCard: { ModelCardContent, ModelCardStatus: 'Draft' },
    });
    expect((await read(plain, 0, 'MetadataOnly')).ModelPackageVersion).toBe(1);
    expect((await read(carded, 0, 'MetadataOnly')).ModelCard).toEqual({
      ModelCardContent: '{"intended_uses":{"risk_rating":"Low"}}',
      ModelCardStatus: 'Draft',
    });
    expect((await read(carded)).ModelCard?.ModelCardContent).toBe(ModelCardContent);
  });
});
