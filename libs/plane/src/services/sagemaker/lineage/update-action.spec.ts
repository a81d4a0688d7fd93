import { CreateActionCommand, DescribeActionCommand, UpdateActionCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('UpdateAction', () => {
  const plane = withPlane();

  plane.executes('sagemaker:UpdateAction', { seenBy: 'sagemaker:DescribeAction' }, async () => {
    const { sagemaker } = plane.clients();
    const ActionName = 'changed';
    await sagemaker.send(
      new CreateActionCommand({
        ActionName,
        ActionType: 'Kind',
        Source: { SourceUri: 'arn:of:it' },
        Properties: { a: '1', b: '2' },
      }),
    );
    await sagemaker.send(
      new UpdateActionCommand({ ActionName, Description: 'new', Status: 'Completed', PropertiesToRemove: ['a'] }),
    );
    const changed = await sagemaker.send(new DescribeActionCommand({ ActionName }));
    expect(changed).toMatchObject({ Description: 'new', Status: 'Completed', ActionType: 'Kind' });
    expect(changed.Properties).toEqual({ b: '2' });
    expect(changed.LastModifiedTime!.getTime()).toBeGreaterThanOrEqual(changed.CreationTime!.getTime());
    await expect(sagemaker.send(new UpdateActionCommand({ ActionName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
  });
});
