import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { createActive, invokeFunction } from '../../../testing/lambda-fixtures.ts';
import { waitFor, withPlane } from '../../../testing/index.ts';

const SECONDS = 60_000;
const MINUTE_MS = 60_000;

const CODE = `export const handler = async (event, context) => {
  console.log('try of', event.name, JSON.stringify(context.clientContext ?? null));
  if (event.fails) throw new Error('not today');
};`;

describe('events for later', () => {
  const plane = withPlane();
  const queue = (name: string, event: object) =>
    invokeFunction(plane.clients(), name, event, {
      InvocationType: 'Event',
      ClientContext: Buffer.from('{"a":1}').toString('base64'),
    });
  /** The log lines of an event's tries. */
  const tries = async (group: string, name: string): Promise<string[]> => {
    const { events } = await plane
      .clients()
      .logs.send(
        new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${group}`, filterPattern: `"try of ${name}"` }),
      )
      .catch(() => ({ events: [] }));
    return events!.map(({ message }) => message!);
  };
  const untilTried = (group: string, name: string, times: number): Promise<string[]> =>
    waitFor(async () => {
      const seen = await tries(group, name);
      return seen.length >= times && seen;
    });

  it(
    'runs them after it has answered, with the id that it answered',
    async () => {
      await createActive(plane.clients(), 'later', { code: CODE });
      expect(await queue('later', { name: 'one' })).toMatchObject({ status: 202, answer: undefined });
      const [line] = await untilTried('later', 'one', 1);
      expect(line).toContain('{"a":1}');
    },
    SECONDS,
  );

  it(
    'tries what fails three times in all: after one minute, then after two',
    async () => {
      await queue('later', { name: 'failing', fails: true });
      const id = (lines: readonly string[]): Set<string> => new Set(lines.map((line) => line.split('\t')[1]!));
      await untilTried('later', 'failing', 1);
      plane.clock.set({ time: plane.clock.now() + MINUTE_MS + 1_000 });
      await untilTried('later', 'failing', 2);
      plane.clock.set({ time: plane.clock.now() + MINUTE_MS });
      await queue('later', { name: 'between' });
      await untilTried('later', 'between', 1);
      expect(await tries('later', 'failing')).toHaveLength(2);
      plane.clock.set({ time: plane.clock.now() + MINUTE_MS });
      const all = await untilTried('later', 'failing', 3);
      expect(id(all).size).toBe(1);
      plane.clock.set({ time: plane.clock.now() + 60 * MINUTE_MS });
      await queue('later', { name: 'after' });
      await untilTried('later', 'after', 1);
      expect(await tries('later', 'failing')).toHaveLength(3);
    },
    SECONDS,
  );

  it(
    'tries again what is throttled, until it is not',
    async () => {
      const { lambda } = plane.clients();
      const reserve = (ReservedConcurrentExecutions: number) =>
        lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: 'later', ReservedConcurrentExecutions }));
      await reserve(0);
      await queue('later', { name: 'throttled' });
      await reserve(5);
      plane.clock.set({ time: plane.clock.now() + MINUTE_MS });
      await untilTried('later', 'throttled', 1);
    },
    SECONDS,
  );

  it('refuses one beyond 1 MiB', async () => {
    await expect(queue('later', { text: 'x'.repeat(1_048_576) })).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    });
  });
});
