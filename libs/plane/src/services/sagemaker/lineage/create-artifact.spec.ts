import {
  CreateArtifactCommand,
  DescribeArtifactCommand,
  ListArtifactsCommand,
  ListTagsCommand,
  type CreateArtifactCommandInput,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('CreateArtifact', () => {
  const plane = withPlane();
  const create = async (SourceUri: string, more: Partial<CreateArtifactCommandInput> = {}): Promise<string> => {
    const input = { ArtifactType: 'DataSet', ...more, Source: { ...more.Source, SourceUri } };
    return (await plane.clients().sagemaker.send(new CreateArtifactCommand(input))).ArtifactArn!;
  };
  const read = (ArtifactArn: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DescribeArtifactCommand({ ArtifactArn }));

  plane.executes('sagemaker:CreateArtifact', { seenBy: 'sagemaker:DescribeArtifact' }, async () => {
    const SourceTypes = [{ SourceIdType: 'MD5Hash' as const, Value: 'abc' }];
    const arn = await create('s3://data/train.csv', {
      ArtifactName: 'train',
      Source: { SourceUri: '', SourceTypes },
      Properties: { rows: '3' },
      MetadataProperties: { CommitId: 'c0ffee' },
      Tags: [{ Key: 'team', Value: 'a' }],
    });
    expect(arn).toMatch(/^arn:aws:sagemaker:us-east-1:111111111111:artifact\/[0-9a-f]{32}$/);
    expect(await read(arn)).toMatchObject({
      ArtifactArn: arn,
      ArtifactName: 'train',
      ArtifactType: 'DataSet',
      Source: { SourceUri: 's3://data/train.csv', SourceTypes },
      Properties: { rows: '3' },
      MetadataProperties: { CommitId: 'c0ffee' },
      CreationTime: expect.any(Date) as Date,
      CreatedBy: { IamIdentity: { Arn: expect.stringContaining('111111111111') as string } },
    });
    const { Tags } = await plane.clients().sagemaker.send(new ListTagsCommand({ ResourceArn: arn }));
    expect(Tags).toEqual([{ Key: 'team', Value: 'a' }]);
  });

  plane.executes('sagemaker:DescribeArtifact', { seenBy: 'sagemaker:CreateArtifact' }, async () => {
    const arn = await create('s3://data/described');
    expect((await read(arn)).Source).toEqual({ SourceUri: 's3://data/described' });
    await expect(read(`${arn.slice(0, -4)}0000`)).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await expect(read(arn, 1)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  plane.executes('sagemaker:ListArtifacts', { seenBy: 'sagemaker:CreateArtifact' }, async () => {
    const arn = await create('s3://data/listed', { ArtifactType: 'Image' });
    const list = async (input: object) =>
      (await plane.clients().sagemaker.send(new ListArtifactsCommand(input))).ArtifactSummaries;
    const summary = { ArtifactArn: arn, ArtifactType: 'Image', Source: { SourceUri: 's3://data/listed' } };
    expect(await list({ SourceUri: 's3://data/listed' })).toMatchObject([summary]);
    expect(await list({ ArtifactType: 'Image' })).toMatchObject([summary]);
    expect(await list({ SourceUri: 's3://data/listed', ArtifactType: 'Model' })).toEqual([]);
  });

  it('refuses a second artifact of a source, and a name that is taken', async () => {
    await create('s3://data/once', { ArtifactName: 'once' });
    const refused = { name: 'ValidationException' };
    await expect(create('s3://data/once')).rejects.toMatchObject(refused);
    await expect(create('s3://data/twice', { ArtifactName: 'once' })).rejects.toMatchObject(refused);
    const state = { SourceUri: '', SourceTypes: [{ SourceIdType: 'S3ETag' as const, Value: 'e' }] };
    expect(await create('s3://data/once', { Source: state })).toContain(':artifact/');
  });
});
