import { DeleteModelCommand, ListModelsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createModel, withPlane } from '../../../testing/index.ts';

describe('DeleteModel', () => {
  const plane = withPlane();
  const remove = (name: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DeleteModelCommand({ ModelName: name }));

  plane.executes('sagemaker:DeleteModel', { seenBy: 'sagemaker:ListModels', title: 'frees the name' }, async () => {
    await createModel(plane.clients(), 'movies');
    await remove('movies');
    expect((await plane.clients().sagemaker.send(new ListModelsCommand({}))).Models).toEqual([]);
    await createModel(plane.clients(), 'movies');
  });

  it('refuses what does not exist and what another account owns', async () => {
    await createModel(plane.clients(), 'mine');
    await expect(remove('nobody')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(remove('mine', 1)).rejects.toThrow('Could not find model "arn:');
    await remove('mine');
  });
});
