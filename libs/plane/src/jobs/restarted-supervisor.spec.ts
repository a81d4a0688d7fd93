/** Containers outlive the plane that started them: it is killed, and another one takes over. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { containerWorkspace, eventually, processesNaming, type ContainerWorkspace } from './container-workspace.ts';
import type { ContainerSpec } from './supervisor.ts';

/** A process that runs a supervisor: starts the container of the spec in its argument and says so. */
const PLANE = `
import { createSupervisor } from './process-supervisor.ts';
const supervisor = createSupervisor({ dir: process.argv[2] });
console.log('starting');
const container = await supervisor.start(JSON.parse(process.argv[3]));
console.log('started ' + container.pid);
await container.exited;
`;

describe.each([{ namespaces: 'on' }, { namespaces: 'off' }])(
  'after kill -9, namespaces $namespaces',
  ({ namespaces }) => {
    let workspace: ContainerWorkspace;
    let plane: string;
    beforeAll(() => {
      process.env['GRADUS_NAMESPACES'] = namespaces;
    });
    afterAll(() => {
      delete process.env['GRADUS_NAMESPACES'];
    });
    beforeEach(async () => {
      workspace = await containerWorkspace();
      plane = join(workspace.dir, 'plane.mjs');
      const resolveDir = fileURLToPath(new URL('.', import.meta.url));
      const stdin = { contents: PLANE, resolveDir, loader: 'ts' as const };
      await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile: plane, logLevel: 'error' });
    });
    afterEach(async () => {
      expect(await workspace.end()).toEqual([]);
    });

    /** Runs a plane, kills it `delayMs` after it says `until`, and waits for its death. */
    const runAndKill = async (spec: ContainerSpec, until: string, delayMs = 0): Promise<void> => {
      const child = spawn(process.execPath, [plane, workspace.jobs, JSON.stringify(spec)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const dead = once(child, 'exit');
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes(until)) setTimeout(() => child.kill('SIGKILL'), delayMs);
      });
      await dead;
      expect(said).toContain(until);
    };

    it('a container goes on, and its output and exit code are there', async () => {
      const script = 'echo before; until [ -e go ]; do sleep 0.02; done; echo after; exit 6';
      const spec = await workspace.spec('a', script);
      await runAndKill(spec, 'started');
      const supervisor = workspace.supervisor();
      expect(await supervisor.running()).toEqual(['a']);
      const container = await supervisor.attach('a');
      await writeFile(join(spec.optMl, 'go'), '');
      expect(await container?.exited).toEqual({ code: 6 });
      expect(await readFile(container!.logFile, 'utf8')).toBe('before\nafter\n');
      expect(await (await workspace.supervisor().attach('a'))?.exited).toEqual({ code: 6 });
    });

    it('a container is stopped by the next plane', async () => {
      const spec = await workspace.spec('a', `trap '' TERM; setsid sleep 86400 & echo up; while :; do sleep 1; done`);
      await runAndKill(spec, 'started');
      const container = await workspace.supervisor().attach('a');
      await eventually(async () => (await readFile(container!.logFile, 'utf8')) === 'up\n', 'up');
      expect(await container?.stop(50)).toEqual({ code: 137 });
      expect(await processesNaming(`SPEC_DIR=${workspace.dir}`)).toEqual([]);
    });

    it('a container starts once, whenever its plane was killed during the start', async () => {
      for (let delay = 0; delay < 16; delay += 2) {
        const spec = await workspace.spec(
          `at-${delay}`,
          'echo started >> starts; until [ -e go ]; do sleep 0.02; done',
        );
        await runAndKill(spec, 'starting', delay);
        const container = await workspace.supervisor().start(spec);
        await writeFile(join(spec.optMl, 'go'), '');
        expect(await container.exited).toEqual({ code: 0 });
        expect(await readFile(join(spec.optMl, 'starts'), 'utf8')).toBe('started\n');
      }
    });

    it('a container whose shim is killed too is lost: its processes end, and that is recorded', async () => {
      const supervisor = workspace.supervisor();
      const script = 'setsid sleep 86400 & echo up; while :; do sleep 1; done';
      const container = await supervisor.start(await workspace.spec('a', script));
      await eventually(async () => (await readFile(container.logFile, 'utf8')) === 'up\n', 'up');
      process.kill(container.pid, 'SIGKILL');
      expect(await container.exited).toEqual({ code: -1 });
      expect(await processesNaming(`SPEC_DIR=${workspace.dir}`)).toEqual([]);
      expect(await (await workspace.supervisor().attach('a'))?.exited).toEqual({ code: -1 });
    });

    it('a container whose shim died unseen is lost for the next plane', async () => {
      const spec = await workspace.spec('a', 'exec sleep 86400');
      await runAndKill(spec, 'started');
      process.kill((await workspace.supervisor().attach('a'))!.pid, 'SIGKILL');
      const container = await workspace.supervisor().start(spec);
      expect(await container.exited).toEqual({ code: -1 });
      expect(await processesNaming(`SPEC_DIR=${workspace.dir}`)).toEqual([]);
    });

    it('a process that has the shim’s old id is not taken for it, and not harmed', async () => {
      const stranger = spawn('sleep', ['86400'], { stdio: 'ignore' });
      const gone = once(stranger, 'exit');
      const state = join(workspace.jobs, 'a', 'state');
      await mkdir(state, { recursive: true });
      const stat = await readFile(`/proc/${stranger.pid}/stat`, 'utf8');
      const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      await writeFile(join(state, 'pid'), `${stranger.pid}\n${start}\n0b9d7c1e-no-such-nonce\n`);
      await writeFile(join(state, 'main'), `${stranger.pid}\n${start}\n`);
      const supervisor = workspace.supervisor();
      expect(await supervisor.running()).toEqual([]);
      const container = await supervisor.attach('a');
      expect(await container?.stop(0)).toEqual({ code: -1 });
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
      stranger.kill();
      await gone;
    });
  },
);
