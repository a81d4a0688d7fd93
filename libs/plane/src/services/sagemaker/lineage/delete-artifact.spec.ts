import {
  AddAssociationCommand,
  CreateArtifactCommand,
  DeleteArtifactCommand,
  DeleteAssociationCommand,
  DescribeArtifactCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('DeleteArtifact', () => {
  const plane = withPlane();
  const create = async (SourceUri: string): Promise<string> =>
    (
      await plane
        .clients()
        .sagemaker.send(new CreateArtifactCommand({ ArtifactType: 'DataSet', Source: { SourceUri } }))
    ).ArtifactArn!;
  const remove = (input: object) => plane.clients().sagemaker.send(new DeleteArtifactCommand(input));
  const isThere = (ArtifactArn: string) =>
    plane
      .clients()
      .sagemaker.send(new DescribeArtifactCommand({ ArtifactArn }))
      .then(
        () => true,
        () => false,
      );

  plane.executes('sagemaker:DeleteArtifact', { seenBy: 'sagemaker:CreateArtifact' }, async () => {
    const byArn = await create('s3://one');
    expect((await remove({ ArtifactArn: byArn })).ArtifactArn).toBe(byArn);
    const bySource = await create('s3://two');
    expect((await remove({ Source: { SourceUri: 's3://two' } })).ArtifactArn).toBe(bySource);
    expect([await isThere(byArn), await isThere(bySource)]).toEqual([false, false]);
    expect(await create('s3://one')).toBe(byArn);
  });

  it('wants the ARN or the source, of one that is there and stands alone', async () => {
    await expect(remove({})).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(remove({ Source: { SourceUri: 's3://none' } })).rejects.toMatchObject({ name: 'ResourceNotFound' });
    const [SourceArn, DestinationArn] = [await create('s3://from'), await create('s3://to')];
    const { sagemaker } = plane.clients();
    await sagemaker.send(new AddAssociationCommand({ SourceArn, DestinationArn }));
    for (const ArtifactArn of [SourceArn, DestinationArn]) {
      await expect(remove({ ArtifactArn })).rejects.toMatchObject({ name: 'ValidationException' });
    }
    await sagemaker.send(new DeleteAssociationCommand({ SourceArn, DestinationArn }));
    await remove({ ArtifactArn: SourceArn });
    expect(await isThere(SourceArn)).toBe(false);
  });
});
