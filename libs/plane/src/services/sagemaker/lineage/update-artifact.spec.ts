import { CreateArtifactCommand, DescribeArtifactCommand, UpdateArtifactCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('UpdateArtifact', () => {
  const plane = withPlane();

  plane.executes('sagemaker:UpdateArtifact', { seenBy: 'sagemaker:DescribeArtifact' }, async () => {
    const { sagemaker } = plane.clients();
    const { ArtifactArn } = await sagemaker.send(
      new CreateArtifactCommand({
        ArtifactName: 'before',
        ArtifactType: 'Code',
        Source: { SourceUri: 's3://code' },
        Properties: { a: '1', b: '2' },
      }),
    );
    const read = () => sagemaker.send(new DescribeArtifactCommand({ ArtifactArn }));
    await sagemaker.send(new UpdateArtifactCommand({ ArtifactArn, PropertiesToRemove: ['a'] }));
    expect(await read()).toMatchObject({ ArtifactName: 'before', Properties: { b: '2' } });
    await sagemaker.send(new UpdateArtifactCommand({ ArtifactArn, ArtifactName: 'after', Properties: { c: '3' } }));
    const { ArtifactName, Properties } = await read();
    expect({ ArtifactName, Properties }).toEqual({ ArtifactName: 'after', Properties: { c: '3' } });
    await expect(
      sagemaker.send(new UpdateArtifactCommand({ ArtifactArn: ArtifactArn!.replace(/.{8}$/, '00000000') })),
    ).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});
