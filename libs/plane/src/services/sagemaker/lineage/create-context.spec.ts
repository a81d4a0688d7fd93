import { CreateContextCommand, DescribeContextCommand, ListContextsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('CreateContext', () => {
  const plane = withPlane();
  const create = async (name: string): Promise<string> => {
    const { ContextArn } = await plane.clients().sagemaker.send(
      new CreateContextCommand({
        ContextName: name,
        ContextType: 'Kind',
        Source: { SourceUri: `arn:of:${name}`, SourceType: 'ARN', SourceId: '7' },
        Description: 'what it is',
        Properties: { key: 'value' },
      }),
    );
    return ContextArn!;
  };
  const read = (ContextName: string) => plane.clients().sagemaker.send(new DescribeContextCommand({ ContextName }));

  plane.executes('sagemaker:CreateContext', { seenBy: 'sagemaker:DescribeContext' }, async () => {
    const arn = await create('made');
    expect(arn).toBe('arn:aws:sagemaker:us-east-1:111111111111:context/made');
    expect(await read('made')).toMatchObject({
      ContextName: 'made',
      ContextArn: arn,
      ContextType: 'Kind',
      Source: { SourceUri: 'arn:of:made', SourceType: 'ARN', SourceId: '7' },
      Description: 'what it is',
      Properties: { key: 'value' },
    });
  });

  plane.executes('sagemaker:DescribeContext', { seenBy: 'sagemaker:CreateContext' }, async () => {
    const arn = await create('described');
    expect(await read(arn)).toMatchObject({ ContextName: 'described', ContextArn: arn });
    await expect(read('none')).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  plane.executes('sagemaker:ListContexts', { seenBy: 'sagemaker:CreateContext' }, async () => {
    const arn = await create('listed');
    const { ContextSummaries } = await plane
      .clients()
      .sagemaker.send(new ListContextsCommand({ SourceUri: 'arn:of:listed', ContextType: 'Kind' }));
    expect(ContextSummaries).toMatchObject([{ ContextArn: arn, ContextName: 'listed' }]);
  });

  it('refuses a name that is taken', async () => {
    await create('once');
    await expect(create('once')).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
