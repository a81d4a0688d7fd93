import { DeleteModelPackageCommand, DescribeModelPackageCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createGroup, createVersion, withPlane } from '../../../testing/index.ts';

describe('DeleteModelPackage', () => {
  const plane = withPlane();
  const remove = (name: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DeleteModelPackageCommand({ ModelPackageName: name }));

  plane.executes(
    'sagemaker:DeleteModelPackage',
    { seenBy: 'sagemaker:DescribeModelPackage', title: 'removes one version and leaves the others' },
    async () => {
      const { sagemaker } = plane.clients();
      await createGroup(plane.clients(), 'movies');
      const first = await createVersion(plane.clients(), 'movies');
      const second = await createVersion(plane.clients(), 'movies');
      await remove(first);
      const read = (name: string) => sagemaker.send(new DescribeModelPackageCommand({ ModelPackageName: name }));
      await expect(read(first)).rejects.toThrow('does not exist.');
      expect((await read(second)).ModelPackageVersion).toBe(2);
    },
  );

  it('refuses what does not exist and what another account owns', async () => {
    await createGroup(plane.clients(), 'kept');
    const arn = await createVersion(plane.clients(), 'kept');
    await expect(remove('kept')).rejects.toThrow('does not exist.');
    await expect(remove(arn, 1)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await remove(arn);
    await expect(remove(arn)).rejects.toThrow('does not exist.');
  });
});
