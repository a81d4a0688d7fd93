/** Containers that outgrow their limits, with and without namespaces. */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { containerWorkspace, type ContainerWorkspace } from './container-workspace.ts';

const MIB = 2 ** 20;

/** Takes memory in steps, for ever. */
const GROW = `
  const kept = [];
  setInterval(() => kept.push(Buffer.alloc(16 * 2 ** 20, 1)), 20);
`;

describe.each([{ namespaces: 'on' }, { namespaces: 'off' }])(
  'a container with limits, namespaces $namespaces',
  ({ namespaces }) => {
    let workspace: ContainerWorkspace;
    beforeAll(() => {
      process.env['GRADUS_NAMESPACES'] = namespaces;
    });
    afterAll(() => {
      delete process.env['GRADUS_NAMESPACES'];
    });
    beforeEach(async () => {
      workspace = await containerWorkspace();
    });
    afterEach(async () => {
      expect(await workspace.end()).toEqual([]);
    });

    it('ends as for lack of memory, and the next plane is told so too', async () => {
      const limits = { memoryBytes: 256 * MIB, diskBytes: 1024 * MIB };
      const entrypoint = [process.execPath, '-e', GROW];
      const container = await workspace.supervisor().start(await workspace.spec('a', '', { limits, entrypoint }));
      const ended = { code: 137, reason: 'OutOfMemory' };
      expect(await container.exited).toEqual(ended);
      expect(await (await workspace.supervisor().attach('a'))?.exited).toEqual(ended);
    });

    it('counts the memory of descendants that left its session', async () => {
      const limits = { memoryBytes: 256 * MIB, diskBytes: 1024 * MIB };
      const script = `setsid "$0" -e "$1" & exec sleep 60`;
      const entrypoint = ['/bin/sh', '-c', script, process.execPath, GROW];
      const container = await workspace.supervisor().start(await workspace.spec('a', '', { limits, entrypoint }));
      expect(await container.exited).toEqual({ code: 137, reason: 'OutOfMemory' });
    });

    it.each(['model', '$TMPDIR/file'])('ends when its disk is full: %s', async (file) => {
      const limits = { memoryBytes: 1024 * MIB, diskBytes: 64 * MIB };
      const script = `echo start; while :; do dd if=/dev/zero bs=1M count=8 status=none >> "${file}"; sleep 0.05; done`;
      const container = await workspace.supervisor().start(await workspace.spec('a', script, { limits }));
      expect(await container.exited).toEqual({ code: 137, reason: 'DiskFull' });
      expect(await readFile(container.logFile, 'utf8')).toMatch(/^start\n/);
    });

    it('is left alone below its limits, and a kill of its own is no lack of memory', async () => {
      const limits = { memoryBytes: 256 * MIB, diskBytes: 64 * MIB };
      const supervisor = workspace.supervisor();
      const one = await supervisor.start(await workspace.spec('a', 'sleep 2; echo fine', { limits }));
      const two = await supervisor.start(await workspace.spec('b', 'kill -KILL $$', { limits }));
      expect(await one.exited).toEqual({ code: 0 });
      expect(await two.exited).toEqual({ code: 137 });
    });
  },
);
