/** A plane for specs: in this process, on a free port, in a folder of its own, with a clock that the test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountKeys, type AccountKey } from '../accounts/credentials-file.ts';
import { Clock } from '../engine/clock.ts';
import { imageRegistry } from '../jobs/images.ts';
import { createSupervisor } from '../jobs/process-supervisor.ts';
import type { PlaneLog } from '../log.ts';
import { startPlane, type Plane, type PlaneOptions } from '../plane.ts';
import type { PlaneEnd } from '../service.ts';
import { sdkClients, type SdkClients, type SdkCredentials } from './sdk-clients.ts';

export const TEST_ACCOUNTS = [
  { accountId: '111111111111', profile: 'one' },
  { accountId: '222222222222', profile: 'two' },
] as const;

export const TEST_REGION = 'us-east-1';

export type TestPlaneOptions = Partial<Omit<PlaneOptions, 'dir' | 'clock'>> & {
  /** Wall time in milliseconds, for tests of authentication and expiry. */
  readonly wall?: () => number;
  /** Faults of the plane end up here; they also fail {@link TestPlane.close} unless this is set. */
  readonly log?: PlaneLog;
};

export interface TestPlane {
  /** The plane that runs now; another one after {@link restart}. */
  readonly plane: Plane;
  readonly url: string;
  readonly dir: string;
  /** Survives restarts. */
  readonly clock: Clock;
  readonly accounts: readonly AccountKey[];
  /** Clients of account 0 (`111111111111`) or 1 (`222222222222`), in `us-east-1` unless told otherwise. */
  clients(account?: number, region?: string): SdkClients;
  /** Clients with credentials of the test's own, e.g. an assumed role's. */
  clientsAs(credentials: SdkCredentials, region?: string): SdkClients;
  /** Closes the plane and starts another one on the same folder. */
  restart(end?: PlaneEnd): Promise<void>;
  /** Closes the plane and removes its folder. Fails when the plane logged a fault of its own. */
  close(): Promise<void>;
}

export const testPlane = async ({ wall, ...options }: TestPlaneOptions = {}): Promise<TestPlane> => {
  const dir = mkdtempSync(join(tmpdir(), 'gradus-plane-'));
  const clock = new Clock(undefined, wall);
  const faults: string[] = [];
  const log: PlaneLog = {
    info: () => undefined,
    error: (fields, message) => faults.push(`${message} ${JSON.stringify(fields)}`),
  };
  const start = (): Promise<Plane> =>
    startPlane({ port: 0, images: imageRegistry([]), accounts: TEST_ACCOUNTS, log, ...options, dir, clock });
  let plane = await start();
  const accounts = accountKeys(join(dir, 'credentials'), TEST_ACCOUNTS);
  const clients = new Map<string, SdkClients>();
  const clientsAs = (credentials: SdkCredentials, region = TEST_REGION): SdkClients => {
    const id = JSON.stringify([credentials, region]);
    const found = clients.get(id) ?? sdkClients({ endpoint: plane.url, region, credentials });
    clients.set(id, found);
    return found;
  };
  const end = async (how?: PlaneEnd): Promise<void> => {
    for (const client of clients.values()) client.destroy();
    clients.clear();
    await plane.close(how);
  };
  return {
    get plane() {
      return plane;
    },
    get url() {
      return plane.url;
    },
    ...{ dir, clock, accounts, clientsAs },
    clients: (account = 0, region = TEST_REGION) => {
      const { accessKeyId, secretAccessKey } = accounts[account]!;
      return clientsAs({ accessKeyId, secretAccessKey }, region);
    },
    restart: async (how) => {
      await end(how);
      plane = await start();
    },
    close: async () => {
      await end();
      await endContainers(join(dir, 'jobs'));
      rmSync(dir, { recursive: true, force: true });
      if (faults.length > 0) throw new Error(`the plane logged faults of its own:\n${faults.join('\n')}`);
    },
  };
};

/** Containers outlive a plane, and must not outlive the tests: one that failed may have left some. */
const endContainers = async (dir: string): Promise<void> => {
  const supervisor = createSupervisor({ dir });
  for (const id of await supervisor.running()) await (await supervisor.attach(id))?.stop(0);
  await supervisor.close();
};
