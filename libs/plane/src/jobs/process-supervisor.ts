/** The supervisor of containers that are processes of this machine, each below a shim that outlives the plane. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir } from 'node:fs/promises';
import { awaitChange } from './await-change.ts';
import { containerFolder, readExit, readShim, syncFolder, type ContainerFolder } from './container-folder.ts';
import { NETWORK_FLAG, networkIsolation, unshareFlags } from './isolation.ts';
import { prepareContainer } from './prepare-container.ts';
import { isShimAlive } from './process-identity.ts';
import { removeTree } from './remove-tree.ts';
import { endedContainer, settledExit, watchContainer, type WatchedContainer } from './running-container.ts';
import type { Container, ContainerSpec, Supervisor } from './supervisor.ts';
import { SYSTEM_PATH } from './system-path.ts';

export interface SupervisorOptions {
  /** Holds a folder per container; made with mode 0700. */
  readonly dir: string;
  /** Folders that no container may see, besides `dir`: the plane's own. */
  readonly hidden?: readonly string[];
  /** Where a container has namespaces of its own, its log keeps this many bytes and drops the rest. 1 GiB by default. */
  readonly logBytes?: number;
  /** Told, in a sentence, what an operator would want to know. */
  readonly log?: (message: string) => void;
}

const ID = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$/;

const checkedId = (id: string): string => {
  if (!ID.test(id)) throw new TypeError(`Not a container's id: "${id}". Allowed: ${ID.source}`);
  return id;
};

/** Starts a shim: its own session, no descriptor of ours but the log, none of our environment. */
const spawnShim = async (folder: ContainerFolder, args: readonly string[]): Promise<ChildProcess> => {
  const log = await open(folder.log, 'a', 0o600);
  try {
    return spawn('/bin/sh', ['./gradus-shim', ...args], {
      cwd: folder.state,
      env: { PATH: SYSTEM_PATH },
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
  } finally {
    await log.close();
  }
};

export const createSupervisor = ({ dir, hidden = [], logBytes = 2 ** 30, log }: SupervisorOptions): Supervisor => {
  const known = new Map<string, Promise<WatchedContainer | undefined>>();
  const children = new Set<ChildProcess>();
  const ready = mkdir(dir, { recursive: true, mode: 0o700 }).then(() => undefined);
  // Whoever starts or attaches is told.
  ready.catch(() => undefined);

  const find = async (id: string): Promise<WatchedContainer | undefined> => {
    const folder = containerFolder(dir, id);
    const shim = await readShim(folder);
    if (!shim) return undefined;
    const recorded = await readExit(folder);
    const exit = recorded ?? (await settledExit(folder, shim));
    if (exit?.code === -1 && !recorded) log?.(`Container ${id} was lost: its supervising process is gone.`);
    return exit ? endedContainer(id, folder, shim.pid, exit) : watchContainer(id, folder, shim);
  };

  const launch = async (spec: ContainerSpec): Promise<WatchedContainer> => {
    const folder = containerFolder(dir, spec.id);
    const nonce = randomUUID();
    const namespaces = await unshareFlags(dir);
    if (spec.withoutNetwork && !(await networkIsolation(dir))) {
      throw new Error(`Container ${spec.id} cannot have a network of its own on this machine`);
    }
    const flags = spec.withoutNetwork ? [...namespaces, NETWORK_FLAG] : namespaces;
    await prepareContainer(spec, folder, { isolated: flags.length > 0, hidden: [dir, ...hidden], nonce });
    const child = await spawnShim(folder, [nonce, String(logBytes), ...flags]);
    children.add(child);
    let ended: string | undefined;
    const claimed = awaitChange(folder.state, async () => {
      const how = ended;
      if ((await readShim(folder)) !== undefined) return true;
      if (how !== undefined) throw new Error(`Container ${spec.id} did not start: ${how}`);
      return undefined;
    });
    const settle = (how: string): void => {
      children.delete(child);
      ended = how;
      claimed.check();
      known.get(spec.id)?.then(
        (container) => container?.check(),
        () => undefined,
      );
    };
    child.once('error', (error) => {
      settle(error.message);
    });
    child.once('exit', (code, signal) => {
      settle(String(signal ?? code));
    });
    await claimed.done;
    await syncFolder(folder.state);
    const container = await find(spec.id);
    if (!container) throw new Error(`Container ${spec.id} was removed while it started`);
    return container;
  };

  /** One search or start per id at a time; what runs or has ended is remembered, what never started is not. */
  const once = (
    id: string,
    otherwise: () => Promise<WatchedContainer | undefined>,
  ): Promise<WatchedContainer | undefined> => {
    const before = known.get(checkedId(id)) ?? Promise.resolve(undefined);
    const next = before.catch(() => undefined).then((container) => container ?? otherwise());
    known.set(id, next);
    const forget = (): void => {
      if (known.get(id) === next) known.delete(id);
    };
    next.then((container) => {
      if (!container) forget();
    }, forget);
    return next;
  };

  const attach = async (id: string): Promise<Container | undefined> => once(id, () => ready.then(() => find(id)));

  return {
    isolated: async () => {
      await ready;
      return (await unshareFlags(dir)).length > 0;
    },
    isolatesNetwork: async () => {
      await ready;
      return networkIsolation(dir);
    },
    start: async (spec) => {
      const container = await once(spec.id, async () => {
        await ready;
        return (await find(spec.id)) ?? launch(spec);
      });
      return container!;
    },
    attach,
    running: async () => {
      await ready;
      const names = (await readdir(dir)).filter((name) => ID.test(name));
      const alive = await Promise.all(
        names.map(async (id) => {
          const folder = containerFolder(dir, id);
          const shim = await readShim(folder);
          return shim && !(await readExit(folder)) && (await isShimAlive(shim)) ? [id] : [];
        }),
      );
      return alive.flat();
    },
    remove: async (id) => {
      const folder = containerFolder(dir, checkedId(id));
      const shim = await readShim(folder);
      if (shim && !(await settledExit(folder, shim))) throw new Error(`Container ${id} runs: stop it first`);
      known.delete(id);
      await removeTree(folder.root);
    },
    close: async () => {
      for (const child of children) child.unref();
      const open = await Promise.allSettled(known.values());
      for (const one of open) if (one.status === 'fulfilled') one.value?.close();
      known.clear();
    },
  };
};
