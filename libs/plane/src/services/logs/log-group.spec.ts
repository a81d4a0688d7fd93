import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  type CreateLogGroupCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { logs } from './index.ts';

describe('log groups and streams', () => {
  const plane = withPlane({ services: [logs] });
  const client = () => plane.clients().logs;
  const group = (logGroupName: string, more: Partial<CreateLogGroupCommandInput> = {}) =>
    client().send(new CreateLogGroupCommand({ logGroupName, ...more }));

  plane.executes('logs:CreateLogGroup', { seenBy: 'logs:DescribeLogGroups' }, async () => {
    await group('/a/b');
    const { logGroups } = await client().send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/a/' }));
    const arn = 'arn:aws:logs:us-east-1:111111111111:log-group:/a/b';
    expect(logGroups).toEqual([
      {
        logGroupName: '/a/b',
        creationTime: expect.any(Number) as number,
        metricFilterCount: 0,
        arn: `${arn}:*`,
        logGroupArn: arn,
        storedBytes: 0,
        logGroupClass: 'STANDARD',
        deletionProtectionEnabled: false,
      },
    ]);
  });

  plane.executes('logs:CreateLogStream', { seenBy: 'logs:DescribeLogStreams' }, async () => {
    await group('/streams');
    await client().send(new CreateLogStreamCommand({ logGroupName: '/streams', logStreamName: 'job/algo-1-1' }));
    const { logStreams } = await client().send(new DescribeLogStreamsCommand({ logGroupName: '/streams' }));
    expect(logStreams).toEqual([
      {
        logStreamName: 'job/algo-1-1',
        creationTime: expect.any(Number) as number,
        arn: 'arn:aws:logs:us-east-1:111111111111:log-group:/streams:log-stream:job/algo-1-1',
        storedBytes: 0,
      },
    ]);
  });

  it('refuses what is there, and a stream of a group that is not', async () => {
    await group('/twice');
    await expect(group('/twice')).rejects.toMatchObject({
      ...{ name: 'ResourceAlreadyExistsException', message: 'The specified log group already exists' },
    });
    const stream = (logGroupName: string) =>
      client().send(new CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
    await stream('/twice');
    await expect(stream('/twice')).rejects.toMatchObject({
      ...{ name: 'ResourceAlreadyExistsException', message: 'The specified log stream already exists' },
    });
    await expect(stream('/none')).rejects.toMatchObject({
      ...{ name: 'ResourceNotFoundException', message: 'The specified log group does not exist.' },
    });
    await plane.clients(1).logs.send(new CreateLogGroupCommand({ logGroupName: '/twice' }));
  });

  it('refuses members that it does not execute', async () => {
    for (const more of [{ kmsKeyId: 'k' }, { tags: { a: 'b' } }, { logGroupClass: 'INFREQUENT_ACCESS' as const }]) {
      await expect(group('/more', more)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
    await expect(group('/bad name')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('refuses a prefix beside a pattern, and beside LastEventTime', async () => {
    const both = new DescribeLogGroupsCommand({ logGroupNamePrefix: '/', logGroupNamePattern: 'a' });
    await expect(client().send(both)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await group('/ordered');
    const prefixed = new DescribeLogStreamsCommand({
      ...{ logGroupName: '/ordered', orderBy: 'LastEventTime', logStreamNamePrefix: 'a' },
    });
    await expect(client().send(prefixed)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});
