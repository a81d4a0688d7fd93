/** A plane in a process of its own that is killed, with SIGKILL, right after a durable write of the test's choice. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { accountKeys } from '../accounts/credentials-file.ts';
import type { ImageRule } from '../jobs/images.ts';
import { createSupervisor } from '../jobs/process-supervisor.ts';
import type { PlaneOrder, PlaneProcessOptions } from './plane-process.ts';
import { sdkClients, type SdkClients, type SdkCredentials } from './sdk-clients.ts';
import { TEST_ACCOUNTS, TEST_REGION } from './test-plane.ts';
import { waitFor } from './wait-for.ts';

export interface KillablePlane {
  /** The same for every plane of the folder. */
  readonly url: string;
  readonly dir: string;
  readonly credentials: SdkCredentials;
  /** Its clients try once. */
  clients(): SdkClients;
  /** Counts durable writes anew; the process dies right after write number `killAt`. 0 for never. */
  arm(killAt: number): Promise<void>;
  /** The durable writes since {@link arm}, by name, the newest last. */
  readonly points: readonly string[];
  readonly killed: boolean;
  /** Resolves once it was killed, or has written nothing for a while. */
  atRest(): Promise<void>;
  /** Starts another plane on the folder and the port of the one that was killed. */
  restart(): Promise<void>;
  /** How many rows each table has. */
  rows(): Promise<Record<string, number>>;
  /** Closes the plane, ends containers that are left, and removes the folder. @returns the containers that were left */
  end(): Promise<readonly string[]>;
}

const QUIET_MS = 100;

/** @param images programs that stand for images; each is used by a process that has no memory of this one */
export const killablePlane = async (images: readonly ImageRule[]): Promise<KillablePlane> => {
  const dist = join(import.meta.dirname, '../../dist');
  mkdirSync(dist, { recursive: true });
  // Inside of the repository, so that it finds the packages that cannot be bundled.
  const bundle = mkdtempSync(join(dist, 'killable-'));
  const program = join(bundle, 'plane.mjs');
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(import.meta.dirname, 'plane-process.ts')],
    outfile: program,
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' },
    conditions: ['@gradus/source'],
    external: ['libsql', 'tar', 'undici', 'yauzl'],
  });
  const dir = mkdtempSync(join(tmpdir(), 'gradus-killable-'));
  let points: string[] = [];
  let newest = 0;
  let port = 0;
  let child: ChildProcess;
  let dead: Promise<unknown>;
  let isDead = false;
  const clients = new Map<number, SdkClients>();

  const ask = async <Answer>(order?: PlaneOrder): Promise<Answer> => {
    const answer = Promise.race([
      once(child, 'message'),
      dead.then(() => Promise.reject(new Error('the plane is dead'))),
    ]);
    if (order !== undefined) child.send(order, () => undefined); // one that has just died is told of by `dead`
    return ((await answer) as [Answer])[0];
  };
  const start = async (): Promise<void> => {
    const options: PlaneProcessOptions = {
      ...{ dir, port, accounts: TEST_ACCOUNTS },
      images: images.map(({ pattern, runtime }) => ({ pattern: pattern.source, runtime })),
    };
    isDead = false;
    child = fork(program, [JSON.stringify(options)], { execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    dead = once(child, 'close').then(() => (isDead = true));
    createInterface({ input: child.stdout! }).on('line', (point) => {
      points.push(point);
      newest = performance.now();
    });
    ({ port } = await ask<{ port: number }>());
  };
  const forgetClients = (): void => {
    for (const client of clients.values()) client.destroy();
    clients.clear();
  };
  await start();
  const { accessKeyId, secretAccessKey } = accountKeys(join(dir, 'credentials'), TEST_ACCOUNTS)[0]!;
  const credentials = { accessKeyId, secretAccessKey };
  return {
    url: `http://127.0.0.1:${port}`,
    dir,
    credentials,
    clients: () => {
      const made =
        clients.get(port) ?? sdkClients({ endpoint: `http://127.0.0.1:${port}`, region: TEST_REGION, credentials });
      clients.set(port, made);
      return made;
    },
    arm: async (killAt) => {
      await ask({ killAt });
      points = [];
      newest = performance.now();
    },
    get points() {
      return points;
    },
    get killed() {
      return isDead;
    },
    atRest: async () => {
      const since = performance.now();
      await waitFor(() => isDead || performance.now() - Math.max(since, newest) > QUIET_MS);
    },
    restart: async () => {
      await dead;
      forgetClients();
      await start();
    },
    rows: () => ask('rows'),
    end: async () => {
      forgetClients();
      if (!isDead) child.send('close' satisfies PlaneOrder);
      await dead;
      const supervisor = createSupervisor({ dir: join(dir, 'jobs') });
      const left = await supervisor.running();
      for (const id of left) await (await supervisor.attach(id))?.stop(0);
      await supervisor.close();
      for (const folder of [dir, bundle]) rmSync(folder, { recursive: true, force: true });
      return left;
    },
  };
};
