import { CreateContextCommand, DescribeContextCommand, UpdateContextCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('UpdateContext', () => {
  const plane = withPlane();

  plane.executes('sagemaker:UpdateContext', { seenBy: 'sagemaker:DescribeContext' }, async () => {
    const { sagemaker } = plane.clients();
    const ContextName = 'changed';
    await sagemaker.send(
      new CreateContextCommand({
        ContextName,
        ContextType: 'Kind',
        Source: { SourceUri: 'arn:of:it' },
        Properties: { a: '1', b: '2' },
      }),
    );
    await sagemaker.send(new UpdateContextCommand({ ContextName, Description: 'new', PropertiesToRemove: ['a'] }));
    const changed = await sagemaker.send(new DescribeContextCommand({ ContextName }));
    expect(changed).toMatchObject({ Description: 'new', ContextType: 'Kind' });
    expect(changed.Properties).toEqual({ b: '2' });
    expect(changed.LastModifiedTime!.getTime()).toBeGreaterThanOrEqual(changed.CreationTime!.getTime());
    await expect(sagemaker.send(new UpdateContextCommand({ ContextName: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
  });
});
