import { CreateActionCommand, DeleteActionCommand, DescribeActionCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('DeleteAction', () => {
  const plane = withPlane();

  plane.executes('sagemaker:DeleteAction', { seenBy: 'sagemaker:CreateAction' }, async () => {
    const { sagemaker } = plane.clients();
    const ActionName = 'brief';
    const create = () =>
      sagemaker.send(new CreateActionCommand({ ActionName, ActionType: 'Kind', Source: { SourceUri: 'arn:of:it' } }));
    const { ActionArn } = await create();
    expect((await sagemaker.send(new DeleteActionCommand({ ActionName }))).ActionArn).toBe(ActionArn);
    await expect(sagemaker.send(new DescribeActionCommand({ ActionName }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
    await expect(sagemaker.send(new DeleteActionCommand({ ActionName }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
    expect((await create()).ActionArn).toBe(ActionArn);
  });
});
