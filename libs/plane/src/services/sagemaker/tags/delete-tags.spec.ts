import { AddTagsCommand, DeleteTagsCommand, ListTagsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createGroup, withPlane } from '../../../testing/index.ts';

describe('DeleteTags', () => {
  const plane = withPlane();
  const remove = (ResourceArn: string, TagKeys: string[], account = 0) =>
    plane.clients(account).sagemaker.send(new DeleteTagsCommand({ ResourceArn, TagKeys }));

  plane.executes(
    'sagemaker:DeleteTags',
    { seenBy: 'sagemaker:ListTags', title: 'removes the keys that it has' },
    async () => {
      const { sagemaker } = plane.clients();
      const ResourceArn = await createGroup(plane.clients(), 'movies');
      const Tags = ['a', 'b', 'c'].map((Key) => ({ Key, Value: Key }));
      await sagemaker.send(new AddTagsCommand({ ResourceArn, Tags }));
      await remove(ResourceArn, ['a', 'c', 'unknown']);
      expect((await sagemaker.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual([{ Key: 'b', Value: 'b' }]);
    },
  );

  it('refuses what is not there or not the caller’s', async () => {
    const arn = await createGroup(plane.clients(), 'mine');
    await expect(remove(`${arn}-not`, ['a'])).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(remove(arn, ['a'], 1)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
