import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DeleteEndpointCommand } from '@aws-sdk/client-sagemaker';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSupervisor } from '../../../jobs/process-supervisor.ts';
import type { Container } from '../../../jobs/supervisor.ts';
import { invoke, endpointContainers, serve, servingImages, untilGone } from '../../../testing/endpoint-fixtures.ts';
import { testPlane, waitFor, type TestPlane } from '../../../testing/index.ts';

const SECONDS = 30_000;

describe("an endpoint's containers", () => {
  let plane: TestPlane;
  beforeAll(async () => {
    plane = await testPlane({ images: servingImages });
    await serve(plane.clients(), 'lasting');
  });
  afterAll(async () => {
    await plane.clients().sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'lasting' }));
    await untilGone(plane.clients(), 'lasting');
    expect(readdirSync(join(plane.dir, 'jobs')).filter((name) => name.startsWith('endpoint-'))).toEqual([]);
    expect(readdirSync(join(plane.dir, 'endpoints', '111111111111', 'us-east-1'))).toEqual([]);
    await plane.close();
  });

  it(
    'outlive the plane: the next one answers at once, by the same process, and reads on in its log',
    async () => {
      const { run } = await invoke(plane.clients(), 'lasting', { log: 'before' });
      await plane.restart();
      expect(await invoke(plane.clients(), 'lasting', { log: 'after' })).toMatchObject({ run, model: 'lasting' });
      const seen = await waitFor(async () => {
        const { events } = await plane
          .clients()
          .logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/sagemaker/Endpoints/lasting' }));
        return events!.some(({ message }) => message === 'after') && events!;
      });
      expect(seen.map(({ message }) => message)).toEqual(['listening, model lasting', 'before', 'after']);
    },
    SECONDS,
  );

  it(
    'end with a plane that is shut down, and the next one starts new ones',
    async () => {
      const { run } = await invoke(plane.clients(), 'lasting');
      const [before] = endpointContainers(plane.dir);
      await plane.restart({ stopContainers: true });
      expect(() => process.kill(before!.pid, 0)).toThrow('ESRCH');
      const next = await waitFor(() => invoke(plane.clients(), 'lasting').catch(() => undefined));
      expect(next.run).not.toBe(run);
    },
    SECONDS,
  );

  it(
    'are started again when they die; meanwhile callers are told to come back',
    async () => {
      const clients = plane.clients();
      const { run } = await invoke(clients, 'lasting');
      await expect(invoke(clients, 'lasting', { exit: true })).rejects.toMatchObject({ name: 'ServiceUnavailable' });
      const next = await waitFor(() =>
        invoke(clients, 'lasting').catch((error: unknown) => {
          expect(error).toMatchObject({ name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } });
          return undefined;
        }),
      );
      expect(next.model).toBe('lasting');
      expect(next.run).not.toBe(run);
    },
    SECONDS,
  );

  it(
    'are started again when they died while no plane ran',
    async () => {
      const { run } = await invoke(plane.clients(), 'lasting');
      const { pid } = endpointContainers(plane.dir)[0]!;
      const restarted = plane.restart();
      process.kill(pid, 'SIGKILL');
      await restarted;
      const next = await waitFor(() => invoke(plane.clients(), 'lasting').catch(() => undefined));
      expect(next.run).not.toBe(run);
    },
    SECONDS,
  );
});

describe('a container whose log cannot be followed', () => {
  it(
    'is replaced, and does not run on',
    async () => {
      const jobs = mkdtempSync(join(tmpdir(), 'gradus-endpoint-'));
      const real = createSupervisor({ dir: jobs });
      let lost = false;
      const attach = async (id: string): Promise<Container | undefined> => {
        const container = await real.attach(id);
        return container && lost ? { ...container, logFile: join(jobs, 'none') } : container;
      };
      const plane = await testPlane({ images: servingImages, supervisor: { ...real, attach } });
      try {
        await serve(plane.clients(), 'unread');
        const { run } = await invoke(plane.clients(), 'unread');
        const [before] = await real.running();
        lost = true;
        await plane.restart();
        await waitFor(async () => !(await real.running()).includes(before!), { timeout: SECONDS });
        lost = false;
        const next = await waitFor(() => invoke(plane.clients(), 'unread').catch(() => undefined));
        expect(next.run).not.toBe(run);
        expect(await real.running()).toHaveLength(1);
        await plane.clients().sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'unread' }));
        await untilGone(plane.clients(), 'unread');
        expect(await real.running()).toEqual([]);
      } finally {
        await plane.close();
        for (const id of await real.running()) await (await real.attach(id))?.stop(0);
        rmSync(jobs, { recursive: true });
      }
    },
    SECONDS,
  );
});
