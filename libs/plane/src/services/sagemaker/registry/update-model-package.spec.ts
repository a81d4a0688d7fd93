import {
  CreateModelPackageCommand,
  DescribeModelPackageCommand,
  UpdateModelPackageCommand,
  type UpdateModelPackageCommandInput,
} from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { createGroup, createVersion, inferenceSpecification, withPlane } from '../../../testing/index.ts';

describe('UpdateModelPackage', () => {
  const plane = withPlane();
  const update = (ModelPackageArn: string, input: Partial<UpdateModelPackageCommandInput>, clients = plane.clients()) =>
    clients.sagemaker.send(new UpdateModelPackageCommand({ ModelPackageArn, ...input }));
  const read = (name: string) =>
    plane.clients().sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: name }));

  plane.executes(
    'sagemaker:UpdateModelPackage',
    { seenBy: 'sagemaker:DescribeModelPackage', title: 'approves: who, when and why' },
    async () => {
      await createGroup(plane.clients(), 'movies');
      const arn = await createVersion(plane.clients(), 'movies');
      const { Credentials } = await plane
        .clients()
        .sts.send(
          new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111111111111:role/approver', RoleSessionName: 'alice' }),
        );
      const approver = plane.clientsAs({
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
      });
      const before = await read(arn);
      plane.clock.set({ time: plane.clock.now() + 60_000 });
      const answer = await update(
        arn,
        { ModelApprovalStatus: 'Approved', ApprovalDescription: 'NDCG@10 is 0.31' },
        approver,
      );
      expect(answer.ModelPackageArn).toBe(arn);
      const after = await read(arn);
      expect(after).toMatchObject({ ModelApprovalStatus: 'Approved', ApprovalDescription: 'NDCG@10 is 0.31' });
      expect(after.LastModifiedBy!.IamIdentity!.Arn).toBe('arn:aws:sts::111111111111:assumed-role/approver/alice');
      expect(after.LastModifiedTime!.getTime()).toBeGreaterThanOrEqual(before.CreationTime!.getTime() + 60_000);
      expect(after.CreatedBy).toEqual(before.CreatedBy);
      await update(arn, { ModelApprovalStatus: 'Rejected', ApprovalDescription: 'drifted' });
      expect((await read(arn)).ModelApprovalStatus).toBe('Rejected');
    },
  );

  it('replaces what is given, leaves the rest, adds and removes customer metadata', async () => {
    await createGroup(plane.clients(), 'changed');
    const arn = await createVersion(plane.clients(), 'changed', {
      CustomerMetadataProperties: { a: '1', b: '2' },
      Domain: 'OTHER',
    });
    await update(arn, {
      CustomerMetadataProperties: { b: '3', c: '4' },
      CustomerMetadataPropertiesToRemove: ['a', 'unknown'],
      ModelLifeCycle: { Stage: 'QA', StageStatus: 'PendingApproval' },
      InferenceSpecification: inferenceSpecification('s3://bucket/other.tar.gz'),
      AdditionalInferenceSpecificationsToAdd: [{ Name: 'gpu', Containers: [{ Image: 'gradus/serving:gpu' }] }],
      SourceUri: 's3://bucket/source',
      ModelCard: { ModelCardContent: '{}', ModelCardStatus: 'Approved' },
    });
    expect(await read(arn)).toMatchObject({
      CustomerMetadataProperties: { b: '3', c: '4' },
      Domain: 'OTHER',
      ModelApprovalStatus: 'PendingManualApproval',
      ModelLifeCycle: { Stage: 'QA', StageStatus: 'PendingApproval' },
      InferenceSpecification: { Containers: [{ ModelDataUrl: 's3://bucket/other.tar.gz' }] },
      AdditionalInferenceSpecifications: [{ Name: 'gpu' }],
      SourceUri: 's3://bucket/source',
      ModelCard: { ModelCardContent: '{}', ModelCardStatus: 'Approved' },
    });
    await update(arn, { CustomerMetadataPropertiesToRemove: ['b', 'c'] });
    expect((await read(arn)).CustomerMetadataProperties).toBeUndefined();
  });

  it('keeps at most 50 customer metadata properties, and nothing of an update beyond', async () => {
    await createGroup(plane.clients(), 'many');
    const CustomerMetadataProperties = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`key${index}`, 'value']),
    );
    const arn = await createVersion(plane.clients(), 'many', { CustomerMetadataProperties });
    await expect(
      update(arn, { CustomerMetadataProperties: { more: '1' }, ModelApprovalStatus: 'Approved' }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await read(arn)).toMatchObject({ CustomerMetadataProperties, ModelApprovalStatus: 'PendingManualApproval' });
  });

  it('keeps to the schema of a model package’s card, and leaves an archived one as it is', async () => {
    await createGroup(plane.clients(), 'carded');
    const arn = await createVersion(plane.clients(), 'carded');
    const card = (ModelCard: UpdateModelPackageCommandInput['ModelCard']) => update(arn, { ModelCard });
    const content = JSON.stringify({ model_overview: { model_creator: 'ann' } });
    await card({ ModelCardContent: content, ModelCardStatus: 'Draft' });
    // A package's card names no model: the package does.
    await expect(card({ ModelCardContent: '{"model_overview":{"model_id":"x"}}' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining('[model_id]') as string,
    });
    await card({ ModelCardStatus: 'Archived' });
    await expect(card({ ModelCardContent: '{}' })).rejects.toThrow('Model Card is in Archived state.');
    expect((await read(arn)).ModelCard).toEqual({ ModelCardContent: content, ModelCardStatus: 'Archived' });
  });

  it('applies a repeated client token once', async () => {
    await createGroup(plane.clients(), 'tokens');
    const arn = await createVersion(plane.clients(), 'tokens');
    const input = {
      ClientToken: 'once',
      AdditionalInferenceSpecificationsToAdd: [{ Name: 'gpu', Containers: [{ Image: 'i' }] }],
    };
    await update(arn, input);
    await update(arn, input);
    expect((await read(arn)).AdditionalInferenceSpecifications).toHaveLength(1);
    await expect(update(arn, { ...input, ClientToken: 'twice' })).rejects.toThrow('must be unique');
  });

  it('refuses an unversioned package, one that does not exist and another account’s', async () => {
    const { ModelPackageArn } = await plane.clients().sagemaker.send(
      new CreateModelPackageCommand({
        ModelPackageName: 'alone',
        InferenceSpecification: inferenceSpecification(),
      }),
    );
    await expect(update(ModelPackageArn!, { ModelApprovalStatus: 'Approved' })).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(update(`${ModelPackageArn!}/7`, {})).rejects.toThrow('does not exist.');
    await expect(update(ModelPackageArn!, {}, plane.clients(1))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
