/** A temporary folder in which specs run real containers, and the check that no process outlives it. */
import { mkdir, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSupervisor } from './process-supervisor.ts';
import type { ContainerSpec, Supervisor } from './supervisor.ts';

export interface ContainerWorkspace {
  readonly dir: string;
  /** The supervisor's folder. */
  readonly jobs: string;
  /** A supervisor of `jobs`; the first one is the one that planes restart from. */
  supervisor(logBytes?: number): Supervisor;
  /** A container that runs a shell script, with a host folder of its own for `/opt/ml`. */
  spec(id: string, script: string, more?: Partial<ContainerSpec>): Promise<ContainerSpec>;
  /** Ends what runs, removes the folder, and answers with the processes that were left all the same. */
  end(): Promise<readonly string[]>;
}

/** Polls until `look` answers something else than undefined or false. */
export const eventually = async <T>(look: () => Promise<T | undefined | false>, what: string): Promise<T> => {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`Never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

const processesWhere = async (text: string, places: readonly string[]): Promise<readonly string[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const texts = await Promise.all(
        places.map((place) =>
          (place === 'cwd' ? readlink(`/proc/${pid}/cwd`) : readFile(`/proc/${pid}/${place}`, 'utf8')).catch(() => ''),
        ),
      );
      return texts.some((found) => found.includes(text)) ? [`${pid} ${texts.join(' ')}`] : [];
    }),
  );
  return found.flat();
};

/** Processes whose command line or environment names `text`; every process of a container has `SPEC_DIR` there. */
export const processesNaming = (text: string): Promise<readonly string[]> =>
  processesWhere(text, ['cmdline', 'environ']);

export const containerWorkspace = async (): Promise<ContainerWorkspace> => {
  const dir = await mkdtemp(join(tmpdir(), 'gradus jobs-'));
  const jobs = join(dir, 'jobs');
  const supervisors: Supervisor[] = [];
  const supervisor = (logBytes?: number): Supervisor => {
    const made = createSupervisor({ dir: jobs, ...(logBytes === undefined ? {} : { logBytes }) });
    supervisors.push(made);
    return made;
  };
  return {
    dir,
    jobs,
    supervisor,
    spec: async (id, script, more) => {
      const optMl = join(dir, 'hosts', id, 'ml');
      await mkdir(optMl, { recursive: true });
      return {
        id,
        role: 'train',
        runtime: { name: 'shell', argv: { train: ['/bin/sh', '-c', script] } },
        optMl,
        env: { SPEC_DIR: dir },
        hostname: 'algo-1',
        ...more,
      };
    },
    end: async () => {
      const last = supervisor();
      for (const id of await last.running()) await (await last.attach(id))?.stop(0);
      for (const one of supervisors) await one.close();
      const deadline = Date.now() + 5_000;
      const look = (): Promise<readonly string[]> => processesWhere(dir, ['cmdline', 'environ', 'cwd']);
      let left = await look();
      // A shim makes the recorded end durable before it goes.
      while (left.length > 0 && Date.now() < deadline) left = await look();
      await rm(dir, { recursive: true, force: true });
      return left;
    },
  };
};
