import { CreateActionCommand, DescribeActionCommand, ListActionsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../../testing/index.ts';

describe('CreateAction', () => {
  const plane = withPlane();
  const create = async (name: string): Promise<string> => {
    const { ActionArn } = await plane.clients().sagemaker.send(
      new CreateActionCommand({
        ActionName: name,
        ActionType: 'Kind',
        Source: { SourceUri: `arn:of:${name}`, SourceType: 'ARN', SourceId: '7' },
        Description: 'what it is',
        Status: 'InProgress',
        Properties: { key: 'value' },
      }),
    );
    return ActionArn!;
  };
  const read = (ActionName: string) => plane.clients().sagemaker.send(new DescribeActionCommand({ ActionName }));

  plane.executes('sagemaker:CreateAction', { seenBy: 'sagemaker:DescribeAction' }, async () => {
    const arn = await create('made');
    expect(arn).toBe('arn:aws:sagemaker:us-east-1:111111111111:action/made');
    expect(await read('made')).toMatchObject({
      ActionName: 'made',
      ActionArn: arn,
      ActionType: 'Kind',
      Source: { SourceUri: 'arn:of:made', SourceType: 'ARN', SourceId: '7' },
      Description: 'what it is',
      Status: 'InProgress',
      Properties: { key: 'value' },
    });
  });

  plane.executes('sagemaker:DescribeAction', { seenBy: 'sagemaker:CreateAction' }, async () => {
    const arn = await create('described');
    expect(await read(arn)).toMatchObject({ ActionName: 'described', ActionArn: arn });
    await expect(read('none')).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });

  plane.executes('sagemaker:ListActions', { seenBy: 'sagemaker:CreateAction' }, async () => {
    const arn = await create('listed');
    const { ActionSummaries } = await plane
      .clients()
      .sagemaker.send(new ListActionsCommand({ SourceUri: 'arn:of:listed', ActionType: 'Kind' }));
    expect(ActionSummaries).toMatchObject([{ ActionArn: arn, ActionName: 'listed' }]);
  });

  it('refuses a name that is taken', async () => {
    await create('once');
    await expect(create('once')).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
