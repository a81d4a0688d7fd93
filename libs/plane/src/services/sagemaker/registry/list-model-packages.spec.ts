import {
  CreateModelPackageCommand,
  ListModelPackagesCommand,
  type ListModelPackagesCommandInput,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createGroup, createVersion, inferenceSpecification, withPlane } from '../../../testing/index.ts';

describe('ListModelPackages', () => {
  const plane = withPlane();
  const list = async (input: ListModelPackagesCommandInput) =>
    (await plane.clients().sagemaker.send(new ListModelPackagesCommand(input))).ModelPackageSummaryList!;

  plane.executes(
    'sagemaker:ListModelPackages',
    { seenBy: 'sagemaker:CreateModelPackage', title: 'summarizes each version' },
    async () => {
      const group = await createGroup(plane.clients(), 'movies');
      const ModelLifeCycle = { Stage: 'Development', StageStatus: 'Approved', StageDescription: 'yes' };
      const arn = await createVersion(plane.clients(), 'movies', {
        ModelPackageDescription: 'first',
        ModelPackageRegistrationType: 'Registered',
        ModelLifeCycle,
      });
      expect(await list({ ModelPackageGroupName: group })).toEqual([
        {
          ModelPackageGroupName: 'movies',
          ModelPackageVersion: 1,
          ModelPackageArn: arn,
          ModelPackageDescription: 'first',
          CreationTime: expect.any(Date) as Date,
          ModelPackageStatus: 'Completed',
          ModelApprovalStatus: 'PendingManualApproval',
          ModelPackageRegistrationType: 'Registered',
          ModelLifeCycle,
        },
      ]);
    },
  );

  it('lists unversioned packages, versions, or both', async () => {
    await createGroup(plane.clients(), 'mixed');
    await createVersion(plane.clients(), 'mixed');
    await plane.clients().sagemaker.send(
      new CreateModelPackageCommand({
        ModelPackageName: 'mixed',
        InferenceSpecification: inferenceSpecification(),
      }),
    );
    const ids = async (ModelPackageType?: 'Versioned' | 'Unversioned' | 'Both') =>
      (await list({ ModelPackageType, NameContains: 'mixed' })).map(({ ModelPackageArn }) =>
        ModelPackageArn!.split(':').at(-1),
      );
    expect(await ids()).toEqual(['model-package/mixed']);
    expect(await ids('Unversioned')).toEqual(['model-package/mixed']);
    expect(await ids('Versioned')).toEqual(['model-package/mixed/1']);
    expect(await ids('Both')).toEqual(['model-package/mixed/1', 'model-package/mixed']);
  });

  it('has nothing to list of a group that does not exist', async () => {
    expect(await list({ ModelPackageGroupName: 'nobody' })).toEqual([]);
  });
});
