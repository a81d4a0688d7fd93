import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  paginateFilterLogEvents,
  PutLogEventsCommand,
  type FilterLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { logs } from './index.ts';

const logGroupName = '/team/search';
const HOUR = 3_600_000;

describe('FilterLogEvents', () => {
  const plane = withPlane({ services: [logs] });
  const client = () => plane.clients().logs;
  let start = 0;
  const filter = async (input: Partial<FilterLogEventsCommandInput> = {}) => {
    const answer = await client().send(new FilterLogEventsCommand({ logGroupName, ...input }));
    return { ...answer, texts: answer.events!.map(({ message }) => message!) };
  };
  const walk = async (input: Partial<FilterLogEventsCommandInput>) => {
    const texts: string[] = [];
    for await (const page of paginateFilterLogEvents({ client: client() }, { logGroupName, ...input })) {
      expect(page.events!.length).toBeLessThanOrEqual(input.limit ?? 10_000);
      texts.push(...page.events!.map(({ message }) => message!));
    }
    return texts;
  };
  const put = async (group: string, logStreamName: string, events: readonly (readonly [number, string])[]) => {
    await client().send(new CreateLogStreamCommand({ logGroupName: group, logStreamName }));
    const logEvents = events.map(([after, message]) => ({ timestamp: start + after, message }));
    await client().send(new PutLogEventsCommand({ logGroupName: group, logStreamName, logEvents }));
  };

  beforeAll(async () => {
    start = plane.clock.now();
    await client().send(new CreateLogGroupCommand({ logGroupName }));
    await put(logGroupName, 'job-b/1', [
      [1, 'b1 loss=3'],
      [4, 'b2 ERROR'],
      [4, 'b3'],
      [9, 'b4 loss=1'],
    ]);
    await put(logGroupName, 'job-a/1', [
      [0, 'a1'],
      [4, 'a2 ERROR loss=2'],
      [5, 'a3'],
    ]);
    await put(logGroupName, 'serve', [[20, 'c1']]);
    await client().send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'empty' }));
  });

  const ALL = ['a1', 'b1 loss=3', 'b2 ERROR', 'b3', 'a2 ERROR loss=2', 'a3', 'b4 loss=1', 'c1'];

  plane.executes('logs:FilterLogEvents', { seenBy: 'logs:PutLogEvents' }, async () => {
    const group = '/team/seen';
    await client().send(new CreateLogGroupCommand({ logGroupName: group }));
    await put(group, 's', [[0, 'seen']]);
    const { events } = await filter({ logGroupName: group });
    expect(events).toEqual([
      {
        logStreamName: 's',
        timestamp: start,
        message: 'seen',
        ingestionTime: expect.any(Number) as number,
        eventId: expect.stringMatching(/^3\d{55}$/) as string,
      },
    ]);
  });

  it('interleaves the streams by time', async () => {
    const { texts, nextToken, searchedLogStreams, events } = await filter();
    expect(texts).toEqual(ALL);
    expect(nextToken).toBeUndefined();
    expect(searchedLogStreams).toEqual([]);
    expect(new Set(events!.map(({ eventId }) => eventId)).size).toBe(ALL.length);
  });

  it.each([1, 2, 3, 7, 8])('pages of %i add up, in both directions', async (limit) => {
    expect(await walk({ limit })).toEqual(ALL);
    const backwards = { startFromHead: false, startTime: Date.UTC(2024, 0, 1) };
    expect(await walk({ limit, ...backwards })).toEqual([...ALL].reverse());
    expect(await walk({ limit, filterPattern: 'loss' })).toEqual(ALL.filter((text) => text.includes('loss')));
  });

  it('filters by pattern, streams and time (both ends included)', async () => {
    expect((await filter({ filterPattern: 'ERROR -loss' })).texts).toEqual(['b2 ERROR']);
    expect((await filter({ logStreamNames: ['job-a/1', 'serve', 'empty'] })).texts).toEqual([
      'a1',
      'a2 ERROR loss=2',
      'a3',
      'c1',
    ]);
    expect((await filter({ logStreamNamePrefix: 'job-b' })).texts).toEqual(ALL.filter((text) => text.startsWith('b')));
    expect((await filter({ startTime: start + 4, endTime: start + 5 })).texts).toEqual(ALL.slice(2, 6));
    const backwards = { startTime: start + 4, endTime: start + 5, startFromHead: false };
    expect(await walk({ ...backwards, limit: 1 })).toEqual(ALL.slice(2, 6).reverse());
  });

  it('refuses streams that are not there, two ways to name them, foreign tokens, and early descending searches', async () => {
    await expect(filter({ logStreamNames: ['none'] })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(filter({ logGroupName: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const { nextToken } = await filter({ limit: 1 });
    for (const input of [
      { logStreamNames: ['serve'], logStreamNamePrefix: 's' },
      { nextToken: 'x' },
      { nextToken: nextToken!, filterPattern: 'ERROR' },
      { nextToken: `${nextToken!}x` },
      { filterPattern: '{ $.a = 1 }' },
      { startFromHead: false },
    ]) {
      await expect(filter(input), JSON.stringify(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
    await expect(plane.clients(1).logs.send(new FilterLogEventsCommand({ logGroupName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('looks through a bounded number of events at a time: pages may be empty', { timeout: 30_000 }, async () => {
    const group = '/team/large';
    await client().send(new CreateLogGroupCommand({ logGroupName: group }));
    for (let part = 0; part < 6; part += 1) {
      const events = Array.from({ length: 10_000 }, (_, index) => [part, `line ${part * 10_000 + index}`] as const);
      await put(group, `part-${part}`, part === 5 ? [...events.slice(0, -1), [HOUR, 'needle']] : events);
    }
    const first = await filter({ logGroupName: group, filterPattern: 'needle' });
    expect(first.texts).toEqual([]);
    expect(first.nextToken).toBeDefined();
    expect(await walk({ logGroupName: group, filterPattern: 'needle' })).toEqual(['needle']);
    expect((await filter({ logGroupName: group, filterPattern: 'needle', startTime: start + 10 })).texts).toEqual([
      'needle',
    ]);
  });
});
