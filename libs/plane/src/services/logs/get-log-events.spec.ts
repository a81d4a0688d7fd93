import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  type GetLogEventsCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { withPlane } from '../../testing/index.ts';
import { logs } from './index.ts';

const logGroupName = '/team/read';

describe('GetLogEvents', () => {
  const plane = withPlane({ services: [logs] });
  const client = () => plane.clients().logs;
  let start = 0;
  const stream = async (logStreamName: string, events: readonly (readonly [number, string])[]) => {
    await client().send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    await add(logStreamName, events);
  };
  const add = async (logStreamName: string, events: readonly (readonly [number, string])[]) => {
    if (events.length === 0) return;
    const logEvents = events.map(([after, message]) => ({ timestamp: start + after, message }));
    await client().send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  };
  const read = async (input: Partial<GetLogEventsCommandInput>) => {
    const command = new GetLogEventsCommand({ logGroupName, logStreamName: 'ten', ...input });
    const { events, nextForwardToken, nextBackwardToken } = await client().send(command);
    return { texts: events!.map(({ message }) => message!), forward: nextForwardToken!, backward: nextBackwardToken! };
  };
  const TEN = Array.from({ length: 10 }, (_, index) => [Math.floor(index / 2), `e${index}`] as const);
  const texts = TEN.map(([, text]) => text);

  beforeAll(async () => {
    start = plane.clock.now();
    await client().send(new CreateLogGroupCommand({ logGroupName }));
    await stream('ten', TEN);
    await stream('other', [[0, 'other']]);
  });

  it('answers with the last events unless told to start from the head; each page in the order of time', async () => {
    expect((await read({ limit: 3 })).texts).toEqual(['e7', 'e8', 'e9']);
    expect((await read({ limit: 3, startFromHead: true })).texts).toEqual(['e0', 'e1', 'e2']);
    expect((await read({})).texts).toEqual(texts);
  });

  it('pages forwards, and repeats the token at the end until something comes', async () => {
    await stream('growing', TEN.slice(0, 5));
    const seen: string[] = [];
    let page = await read({ logStreamName: 'growing', startFromHead: true, limit: 2 });
    while (page.texts.length > 0) {
      seen.push(...page.texts);
      page = await read({ logStreamName: 'growing', startFromHead: true, limit: 2, nextToken: page.forward });
    }
    expect(seen).toEqual(texts.slice(0, 5));
    const again = await read({ logStreamName: 'growing', startFromHead: true, nextToken: page.forward });
    expect(again).toMatchObject({ texts: [], forward: page.forward });
    await add('growing', TEN.slice(5, 6));
    expect((await read({ logStreamName: 'growing', nextToken: page.forward })).texts).toEqual(['e5']);
  });

  it('pages backwards, and back again', async () => {
    const seen: string[][] = [];
    let page = await read({ limit: 4 });
    while (page.texts.length > 0) {
      seen.unshift(page.texts);
      page = await read({ limit: 4, nextToken: page.backward });
    }
    expect(seen.flat()).toEqual(texts);
    expect((await read({ nextToken: page.backward })).backward).toBe(page.backward);
    const middle = await read({ limit: 4, nextToken: (await read({ limit: 4 })).backward });
    expect(middle.texts).toEqual(['e2', 'e3', 'e4', 'e5']);
    expect((await read({ nextToken: middle.forward })).texts).toEqual(['e6', 'e7', 'e8', 'e9']);
  });

  it('begins at startTime and ends before endTime', async () => {
    const range = { startTime: start + 1, endTime: start + 3 };
    expect((await read(range)).texts).toEqual(['e2', 'e3', 'e4', 'e5']);
    expect((await read({ ...range, startFromHead: true, limit: 3 })).texts).toEqual(['e2', 'e3', 'e4']);
    expect((await read({ startTime: start + 60_000 })).texts).toEqual([]);
  });

  plane.executes(
    'logs:GetLogEvents',
    { seenBy: 'logs:PutLogEvents', title: 'follows a stream from before its first event' },
    async () => {
      await stream('empty', []);
      const { texts: none, forward, backward } = await read({ logStreamName: 'empty' });
      expect(none).toEqual([]);
      await add('empty', [[7, 'first']]);
      expect((await read({ logStreamName: 'empty', nextToken: forward })).texts).toEqual(['first']);
      expect((await read({ logStreamName: 'empty', nextToken: backward })).texts).toEqual([]);
    },
  );

  it('takes the group as name or ARN, one of the two members', async () => {
    const arn = `arn:aws:logs:us-east-1:111111111111:log-group:${logGroupName}`;
    for (const logGroupIdentifier of [logGroupName, arn]) {
      expect((await read({ logGroupName: undefined, logGroupIdentifier })).texts).toEqual(texts);
    }
    for (const names of [{ logGroupName: undefined }, { logGroupIdentifier: logGroupName }]) {
      await expect(read(names)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('refuses tokens that are not of this stream, and what is not there', async () => {
    const { forward } = await read({ logStreamName: 'other' });
    for (const nextToken of ['x', 'f/1/s', `${forward}x`, forward]) {
      await expect(read({ nextToken })).rejects.toMatchObject({
        ...{ name: 'InvalidParameterException', message: 'The specified nextToken is invalid.' },
      });
    }
    for (const names of [{ logStreamName: 'none' }, { logGroupName: 'none' }]) {
      await expect(read(names)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });

  it('keeps a page under 1 MiB, and never empty for one large event', async () => {
    await stream('large', [[0, 'a'.repeat(1_048_550)]]);
    for (const [after, letter] of [[1, 'b'] as const, [2, 'c'] as const]) {
      await add('large', [[after, letter.repeat(700_000)]]);
    }
    const sizes: number[] = [];
    let page = await read({ logStreamName: 'large', startFromHead: true });
    while (page.texts.length > 0) {
      sizes.push(...page.texts.map(({ length }) => length));
      expect(page.texts).toHaveLength(1);
      page = await read({ logStreamName: 'large', nextToken: page.forward });
    }
    expect(sizes).toEqual([1_048_550, 700_000, 700_000]);
  });

  it('keeps events through a restart', async () => {
    await plane.restart();
    expect((await read({})).texts).toEqual(texts);
  });
});
