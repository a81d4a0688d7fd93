/** Starts the plane: opens its folder, listens on loopback, runs what is due, and ends in order. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LOCAL_ACCOUNT, type Account } from './accounts/account.ts';
import { Accounts } from './accounts/accounts.ts';
import { accountKeys } from './accounts/credentials-file.ts';
import { ROLE_USAGE_SCHEMA, RoleUsage } from './accounts/role-usage.ts';
import { answeredModel, Dispatcher } from './dispatch.ts';
import { CLOCK_SCHEMA, loadClockSetting } from './engine/clock-setting.ts';
import { Clock } from './engine/clock.ts';
import { Engine } from './engine/engine.ts';
import { Outbox } from './engine/outbox.ts';
import { errors } from './errors.ts';
import type { ImageRegistry } from './jobs/images.ts';
import { instanceLimits, type InstanceLimits } from './jobs/instance-types.ts';
import { createSupervisor } from './jobs/process-supervisor.ts';
import type { Supervisor } from './jobs/supervisor.ts';
import { errorFields, stderrLog, type PlaneLog } from './log.ts';
import { readHint, removeHint, writeHint } from './plane-file.ts';
import type { PlaneEnd, PlaneServices, Service } from './service.ts';
import { controlService } from './services/control/control-service.ts';
import { awsServices } from './services/aws-services.ts';
import { stsService } from './services/sts/sts-service.ts';
import { Store, StoreLockedError, StoreOutdatedError } from './store/store.ts';
import { VERSION } from './version.ts';
import { createRouter } from './wire/router.ts';
import { listen, type WireServer } from './wire/server.ts';
import { SignatureVerifier } from './wire/sigv4.ts';

export const DEFAULT_PORT = 4566;

export interface PlaneOptions {
  /** The folder of all state (`.gradus`); made with mode 0700. */
  readonly dir: string;
  /** 0 for any free port. Default 4566; when that is taken the next free one. */
  readonly port?: number;
  readonly images: ImageRegistry;
  /** Accounts to host; default the local one. */
  readonly accounts?: readonly Account[];
  /** Service time; default what the folder remembers. */
  readonly clock?: Clock;
  /** Default every service that the plane has; STS and control are always there. */
  readonly services?: readonly Service[];
  readonly supervisor?: Supervisor;
  /** Default the documented sizes of the instance types. */
  readonly instanceLimits?: InstanceLimits;
  readonly log?: PlaneLog;
}

export interface Plane {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly dir: string;
  readonly clock: Clock;
  readonly accounts: readonly Account[];
  /** Resolves once the plane has closed, by {@link close} or by a signed Shutdown. */
  readonly closed: Promise<void>;
  readonly call: PlaneServices['call'];
  /** Ends the plane. Containers go on for the next plane, unless `stopContainers` ends those of endpoints; training jobs always do. */
  close(end?: PlaneEnd): Promise<void>;
}

/**
 * Starts a plane on a folder.
 * @throws GradusError PLANE_RUNNING when another process serves the folder, PLANE_FOLDER_OUTDATED when another version made
 * it, PLANE_PORT_TAKEN when no port is free,
 * CREDENTIALS_INVALID when the credentials file lacks a key
 */
export const startPlane = async (options: PlaneOptions): Promise<Plane> => {
  const dir = resolve(options.dir);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  chmodSync(dir, 0o700);
  const store = openStore(dir);
  try {
    const server = await listenNear(options.port ?? DEFAULT_PORT);
    try {
      return serve(options, dir, store, server);
    } catch (error) {
      await server.close();
      throw error;
    }
  } catch (error) {
    store.close();
    if (!(error instanceof StoreOutdatedError)) throw error;
    throw errors.make('PLANE_FOLDER_OUTDATED', `${dir} was made by another version of the plane: ${error.message}`, {
      got: dir,
      remedy: `move it away and begin anew: mv ${dir} ${dir}.old`,
      cause: error,
    });
  }
};

/** Everything between listening and answering happens in one turn, so that no request meets a plane half made. */
const serve = (options: PlaneOptions, dir: string, store: Store, server: WireServer): Plane => {
  const log = options.log ?? stderrLog;
  store.migrate([...CLOCK_SCHEMA, ...ROLE_USAGE_SCHEMA]);
  const clock = options.clock ?? new Clock(loadClockSetting(store));
  const keys = accountKeys(join(dir, 'credentials'), options.accounts ?? [LOCAL_ACCOUNT]);
  const accounts = new Accounts({ store, keys, wall: () => clock.wall() });
  const onError = (error: unknown): void => log.error(errorFields(error), 'the engine met a fault of the plane');
  const usage = new RoleUsage(store, onError);
  const outbox = new Outbox({ store, onError });
  const engine = new Engine({ store, clock, outbox, onError });
  const services = [
    ...(options.services ?? awsServices),
    stsService(accounts),
    controlService({ accounts: accounts.hosted, usage, close: () => void close({ stopContainers: true }) }),
  ];
  for (const { schema, machines = [], followers = [] } of services) {
    store.migrate(schema);
    for (const machine of machines) engine.register(machine);
    for (const follower of followers) outbox.follow(follower);
  }
  const supervisor =
    options.supervisor ??
    createSupervisor({ dir: join(dir, 'jobs'), hidden: [dir], log: (message) => log.error({}, message) });
  const url = `http://127.0.0.1:${server.port}`;
  const plane: PlaneServices = {
    ...{ url, dir, clock, store, engine, outbox, supervisor, images: options.images },
    instanceLimits: options.instanceLimits ?? instanceLimits,
    call: <Output>(...[service, operation, input, caller]: Parameters<PlaneServices['call']>) =>
      dispatcher.call(service, operation, input, caller) as Promise<Output>,
  };
  const dispatcher = new Dispatcher({ services, plane, usage });
  const router = createRouter(services.map(answeredModel));
  const verifier = new SignatureVerifier(
    (accessKeyId) => accounts.find(accessKeyId),
    () => clock.wall(),
  );
  const hooks = services.map((service) => service.start?.(plane));
  engine.start(plane);
  outbox.start(plane);
  const health = { status: 'ok', pid: process.pid, version: VERSION };
  const fronts = services.flatMap((service) => service.front?.(plane, verifier) ?? []);
  server.open({ router, verifier, dispatcher, store, log }, () => health, fronts);
  writeHint(dir, { pid: process.pid, port: server.port });

  let ended: () => void;
  const closed = new Promise<void>((resolveClosed) => (ended = resolveClosed));
  let closing: Promise<void> | undefined;
  const close = (how: PlaneEnd = { stopContainers: false }): Promise<void> => (closing ??= end(how));
  const end = async (how: PlaneEnd): Promise<void> => {
    await server.close();
    for (const front of fronts) await front.close().catch(onError);
    await engine.stop();
    outbox.stop();
    for (const hook of hooks) await hook?.(how).catch(onError);
    await supervisor.close().catch(onError);
    try {
      usage.close();
    } catch (error) {
      onError(error); // a statistic does not keep the folder from the next plane
    }
    removeHint(dir);
    store.close();
    ended();
  };
  return {
    ...{ url, dir, clock, closed, close, port: server.port, pid: process.pid, accounts: accounts.hosted },
    call: (...call) => plane.call(...call),
  };
};

const openStore = (dir: string): Store => {
  try {
    return new Store(join(dir, 'plane.db'));
  } catch (error) {
    if (!(error instanceof StoreLockedError)) throw error;
    const hint = readHint(dir);
    throw errors.make('PLANE_RUNNING', `another plane runs on ${dir}${hint ? ` (pid ${hint.pid})` : ''}`, {
      got: dir,
      remedy: 'use that plane, end it with `gradus down`, or name another folder',
      cause: error,
    });
  }
};

const PORTS_TRIED = 100;

const listenNear = async (wanted: number): Promise<WireServer> => {
  for (let port = wanted; port < wanted + PORTS_TRIED && port < 65_536; port += 1) {
    try {
      return await listen(port);
    } catch (error) {
      if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    }
  }
  throw errors.make('PLANE_PORT_TAKEN', `ports ${wanted} to ${wanted + PORTS_TRIED - 1} are all taken`, {
    got: wanted,
    remedy: 'name another port, or 0 for any free one',
  });
};
