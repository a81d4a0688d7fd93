import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  type InputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { logs } from './index.ts';

const HOUR = 3_600_000;
const logGroupName = '/team/events';

describe('PutLogEvents', () => {
  const plane = withPlane({ services: [logs] });
  const client = () => plane.clients().logs;
  const put = (logStreamName: string, logEvents: InputLogEvent[]) =>
    client().send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  const stream = async (logStreamName: string) => {
    await client().send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    return logStreamName;
  };
  const messages = async (logStreamName: string) => {
    const { events } = await client().send(new GetLogEventsCommand({ logGroupName, logStreamName }));
    return events!.map(({ message }) => message);
  };

  beforeAll(() => client().send(new CreateLogGroupCommand({ logGroupName })));

  describe('validation', () => {
    const bad: [string, () => InputLogEvent[], string][] = [
      [
        'events out of order',
        () => [
          { timestamp: plane.clock.now(), message: 'b' },
          { timestamp: plane.clock.now() - 10, message: 'a' },
        ],
        'Log events in a single PutLogEvents request must be in chronological order.',
      ],
      [
        'a batch that spans more than a day',
        () => [
          { timestamp: plane.clock.now() - 24 * HOUR - 1, message: 'a' },
          { timestamp: plane.clock.now(), message: 'b' },
        ],
        'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.',
      ],
      [
        'more than 1 MiB with 26 bytes for each event',
        () => Array.from({ length: 4 }, () => ({ timestamp: plane.clock.now(), message: 'x'.repeat(262_144 - 25) })),
        'Upload too large: 1048580 bytes exceeds limit of 1048576',
      ],
      [
        'an event that is too large',
        () => [{ timestamp: plane.clock.now(), message: 'ü'.repeat(600_000) }],
        'Log event too large: 1200026 bytes exceeds limit of 1048576',
      ],
    ];
    it.each(bad)('refuses %s, and keeps nothing of it', async (title, events, message) => {
      const name = await stream(title);
      await expect(put(name, events())).rejects.toMatchObject({ name: 'InvalidParameterException', message });
      expect(await messages(name)).toEqual([]);
    });

    it('refuses more than 10,000 events, none, and an empty message', async () => {
      const name = await stream('counts');
      const timestamp = plane.clock.now();
      const tooMany = Array.from({ length: 10_001 }, () => ({ timestamp, message: 'x' }));
      for (const events of [tooMany, [], [{ timestamp, message: '' }]]) {
        await expect(put(name, events)).rejects.toMatchObject({ name: 'InvalidParameterException' });
      }
    });

    it('refuses groups and streams that are not there', async () => {
      const logEvents = [{ timestamp: plane.clock.now(), message: 'x' }];
      const send = (names: { logGroupName: string; logStreamName: string }, account = 0) =>
        plane.clients(account).logs.send(new PutLogEventsCommand({ ...names, logEvents }));
      await stream('theirs');
      const name = 'ResourceNotFoundException';
      await expect(send({ logGroupName, logStreamName: 'none' })).rejects.toMatchObject({
        ...{ name, message: 'The specified log stream does not exist.' },
      });
      for (const [group, account] of [['none', 0] as const, [logGroupName, 1] as const]) {
        await expect(send({ logGroupName: group, logStreamName: 'theirs' }, account)).rejects.toMatchObject({
          ...{ name, message: 'The specified log group does not exist.' },
        });
      }
    });
  });

  describe('behaviour', () => {
    plane.executes('logs:PutLogEvents', { seenBy: 'logs:GetLogEvents' }, async () => {
      const name = await stream('kept');
      const timestamp = plane.clock.now();
      await put(name, [
        { timestamp: timestamp - 5, message: 'first' },
        { timestamp, message: 'two\nlines, "ünïcode" \u{1f600}\u0000' },
      ]);
      await put(name, [{ timestamp: timestamp - 3, message: 'late, but earlier' }]);
      const { events } = await client().send(new GetLogEventsCommand({ logGroupName, logStreamName: name }));
      expect(events).toEqual([
        { timestamp: timestamp - 5, message: 'first', ingestionTime: expect.any(Number) as number },
        { timestamp: timestamp - 3, message: 'late, but earlier', ingestionTime: expect.any(Number) as number },
        { timestamp, message: 'two\nlines, "ünïcode" \u{1f600}\u0000', ingestionTime: expect.any(Number) as number },
      ]);
    });

    it('rejects events outside of the window and takes the others', async () => {
      const name = await stream('window');
      const now = plane.clock.now();
      const answer = await put(name, [
        { timestamp: now - 15 * 24 * HOUR, message: 'too old' },
        { timestamp: now - 14 * 24 * HOUR - 1000, message: 'too old, too' },
        { timestamp: now - HOUR, message: 'fine' },
        { timestamp: now + HOUR, message: 'ahead' },
        { timestamp: now + 3 * HOUR, message: 'too new' },
      ]);
      expect(answer.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 2, tooNewLogEventStartIndex: 4 });
      expect(await messages(name)).toEqual(['fine', 'ahead']);
      expect((await put(name, [{ timestamp: now, message: 'in time' }])).rejectedLogEventsInfo).toBeUndefined();
    });

    it('goes by the clock of the plane', async () => {
      const name = await stream('clock');
      const then = plane.clock.now();
      plane.clock.set({ time: then + 20 * 24 * HOUR });
      const answer = await put(name, [{ timestamp: then, message: 'too old now' }]);
      plane.clock.set({ time: then });
      expect(answer.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
      expect(await messages(name)).toEqual([]);
    });

    const counted = async (group: string) => {
      await client().send(new CreateLogGroupCommand({ logGroupName: group }));
      await client().send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 's' }));
      const now = plane.clock.now();
      for (const [at, message] of [[now, 'now'] as const, [now - 50, 'ago'] as const]) {
        const logEvents = [{ timestamp: at, message }];
        await client().send(new PutLogEventsCommand({ logGroupName: group, logStreamName: 's', logEvents }));
      }
      return now;
    };

    plane.executes('logs:DescribeLogStreams', { seenBy: 'logs:PutLogEvents' }, async () => {
      const now = await counted('/team/times');
      const { logStreams } = await client().send(new DescribeLogStreamsCommand({ logGroupName: '/team/times' }));
      expect(logStreams![0]).toMatchObject({ firstEventTimestamp: now - 50, lastEventTimestamp: now });
    });

    plane.executes('logs:DescribeLogGroups', { seenBy: 'logs:PutLogEvents' }, async () => {
      await counted('/team/bytes');
      const { logGroups } = await client().send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/team/bytes' }));
      expect(logGroups![0]!.storedBytes).toBe(2 * (3 + 26));
    });
  });
});
