import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { killablePlane } from '../../testing/killable-plane.ts';
import { createActive, invokeFunction } from '../../testing/lambda-fixtures.ts';
import { waitFor } from '../../testing/index.ts';

const SECONDS = 120_000;

/** Processes whose environment holds the plane's address: execution environments. */
const environmentsOf = async (url: string): Promise<string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const variables = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      return variables.includes(`AWS_ENDPOINT_URL=${url}\0`) && variables.includes('_HANDLER=') ? [pid] : [];
    }),
  );
  return found.flat();
};

it(
  'a killed plane loses no accepted event, and the next one ends the environments that it left',
  async () => {
    const plane = await killablePlane([]);
    try {
      await createActive(plane.clients(), 'kept', {
        code: `export const handler = async ({ name, ms = 0 }) => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        console.log('done with', name);
      };`,
      });
      await invokeFunction(plane.clients(), 'kept', { name: 'warm' });
      expect(await environmentsOf(plane.url)).toHaveLength(1);
      const names = ['a', 'b', 'c', 'd'].map((name) => `event-${name}`);
      await plane.arm(0);
      for (const name of names.slice(0, 3)) {
        expect(
          await invokeFunction(plane.clients(), 'kept', { name, ms: 1_000 }, { InvocationType: 'Event' }),
        ).toMatchObject({
          status: 202,
        });
      }
      // Right after the write of the fourth event, before anybody is told.
      await plane.arm(1);
      await invokeFunction(plane.clients(), 'kept', { name: names[3]!, ms: 1_000 }, { InvocationType: 'Event' }).catch(
        () => undefined,
      );
      await waitFor(() => plane.killed);
      await plane.restart();
      const done = async (): Promise<Set<string>> => {
        const { events } = await plane
          .clients()
          .logs.send(
            new FilterLogEventsCommand({ logGroupName: '/aws/lambda/kept', filterPattern: '"done with event"' }),
          )
          .catch(() => ({ events: [] }));
        return new Set(events!.map(({ message }) => /event-\w/.exec(message!)![0]));
      };
      await waitFor(
        async () => names.slice(0, 3).every((name, _, all) => all.length === 3 && name) && (await done()).size >= 3,
        {
          timeout: 30_000,
        },
      );
      for (const name of names.slice(0, 3)) expect(await done()).toContain(name);
      await waitFor(async () => (await plane.rows())['lambda_event'] === 0, { timeout: 30_000 });
      expect((await plane.rows())['engine_effect']).toBe(0);
    } finally {
      expect(await plane.end()).toEqual([]);
    }
    expect(await environmentsOf(plane.url)).toEqual([]);
  },
  SECONDS,
);
