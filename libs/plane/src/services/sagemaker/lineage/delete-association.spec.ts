import { DeleteAssociationCommand, ListAssociationsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { withPlane } from '../../../testing/index.ts';
import { associate, createArtifact } from '../../../testing/lineage-fixtures.ts';

describe('DeleteAssociation', () => {
  const plane = withPlane();

  plane.executes('sagemaker:DeleteAssociation', { seenBy: 'sagemaker:ListAssociations' }, async () => {
    const { sagemaker } = plane.clients();
    const SourceArn = await createArtifact(plane.clients(), 's3://from');
    const [DestinationArn, kept] = [
      await createArtifact(plane.clients(), 's3://to'),
      await createArtifact(plane.clients(), 's3://kept'),
    ];
    await associate(plane.clients(), SourceArn, DestinationArn);
    await associate(plane.clients(), SourceArn, kept);
    const remove = () => sagemaker.send(new DeleteAssociationCommand({ SourceArn, DestinationArn }));
    await remove();
    const { AssociationSummaries } = await sagemaker.send(new ListAssociationsCommand({ SourceArn }));
    expect(AssociationSummaries!.map((each) => each.DestinationArn)).toEqual([kept]);
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});
