import { CreateContextCommand, DeleteContextCommand, DescribeContextCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('DeleteContext', () => {
  const plane = withPlane();

  plane.executes('sagemaker:DeleteContext', { seenBy: 'sagemaker:CreateContext' }, async () => {
    const { sagemaker } = plane.clients();
    const ContextName = 'brief';
    const create = () =>
      sagemaker.send(
        new CreateContextCommand({ ContextName, ContextType: 'Kind', Source: { SourceUri: 'arn:of:it' } }),
      );
    const { ContextArn } = await create();
    expect((await sagemaker.send(new DeleteContextCommand({ ContextName }))).ContextArn).toBe(ContextArn);
    await expect(sagemaker.send(new DescribeContextCommand({ ContextName }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
    await expect(sagemaker.send(new DeleteContextCommand({ ContextName }))).rejects.toMatchObject({
      name: 'ResourceNotFound',
    });
    expect((await create()).ContextArn).toBe(ContextArn);
  });
});
