/** Containers as processes, with and without namespaces: how they start, what they see, how they end. */
import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { containerWorkspace, eventually, processesNaming, type ContainerWorkspace } from './container-workspace.ts';
import type { Container } from './supervisor.ts';

const logOf = (container: Container): Promise<string> => readFile(container.logFile, 'utf8');

const logged = (container: Container, text: string): Promise<boolean> =>
  eventually(async () => (await logOf(container)).includes(text), `"${text}" in the log`);

describe.each([{ namespaces: 'on' }, { namespaces: 'off' }])(
  'a container, namespaces $namespaces',
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

    it.each([
      ['exit 0', 0],
      ['exit 42', 42],
      ['exit 255', 255],
      ['kill -KILL $$', 137],
      ['kill -SEGV $$', 139],
      ['exec /no/such/program', 127],
    ])('ends as its program does: %s -> %i', async (script, code) => {
      const container = await workspace.supervisor().start(await workspace.spec('a', script));
      expect(await container.exited).toEqual({ code });
    });

    it('gets a clean environment, its working directory, and both roles', async () => {
      process.env['AWS_SECRET_ACCESS_KEY'] = 'of the plane';
      const spec = await workspace.spec('a', '');
      const runtime = { name: 'env', argv: { serve: ['/usr/bin/env'] }, env: { FROM_RUNTIME: '1', BOTH: 'runtime' } };
      const env = { SPEC_DIR: workspace.dir, BOTH: 'job', ODD: `it's "$HOME" \\ and\ntwo lines` };
      const container = await workspace.supervisor().start({ ...spec, role: 'serve', runtime, env });
      delete process.env['AWS_SECRET_ACCESS_KEY'];
      expect(await container.exited).toEqual({ code: 0 });
      const log = await logOf(container);
      const plain = namespaces === 'off' ? ['GRADUS_CONTAINER', 'GRADUS_OPT_ML'] : [];
      expect(log.match(/^[A-Z_]+(?==)/gm)?.sort()).toEqual(
        ['BOTH', 'FROM_RUNTIME', 'HOME', 'LANG', 'ODD', 'PATH', 'SPEC_DIR', 'TMPDIR', ...plain].sort(),
      );
      expect(log).toContain('BOTH=job\n');
      expect(log).toContain(`ODD=${env.ODD}\n`);
    });

    it('starts in its own tree, which the host sees too', async () => {
      const spec = await workspace.spec('a', 'pwd; mkdir model; echo weights > model/w; echo "to stderr" >&2');
      const container = await workspace.supervisor().start(spec);
      expect(await container.exited).toEqual({ code: 0 });
      expect(await logOf(container)).toBe(`${namespaces === 'on' ? '/opt/ml' : spec.optMl}\nto stderr\n`);
      expect(await readFile(join(spec.optMl, 'model/w'), 'utf8')).toBe('weights\n');
    });

    it('takes an entrypoint and arguments in place of the command', async () => {
      const entrypoint = ['/bin/echo', 'entry'];
      const spec = await workspace.spec('a', 'exit 9', { entrypoint, args: ["it's", '--x=1 2'] });
      const container = await workspace.supervisor().start(spec);
      expect(await container.exited).toEqual({ code: 0 });
      expect(await logOf(container)).toBe("entry it's --x=1 2\n");
    });

    it('refuses what cannot start', async () => {
      const supervisor = workspace.supervisor();
      await expect(supervisor.start(await workspace.spec('../a', ''))).rejects.toThrow(TypeError);
      await expect(supervisor.start(await workspace.spec('a', '', { role: 'serve' }))).rejects.toThrow(/no command/);
      await expect(supervisor.start(await workspace.spec('b', '', { env: { 'A-B': '' } }))).rejects.toThrow(/A-B/);
      expect(await supervisor.attach('a')).toBeUndefined();
    });

    it('keeps all of a large output', async () => {
      const spec = await workspace.spec('a', 'seq 1 2000000 & seq 1 10 >/dev/null; wait');
      const container = await workspace.supervisor().start(spec);
      expect(await container.exited).toEqual({ code: 0 });
      const log = await logOf(container);
      expect(log.length).toBe(14_888_896);
      expect(log.endsWith('\n1999999\n2000000\n')).toBe(true);
    });

    it('shows its output while it runs', async () => {
      const container = await workspace.supervisor().start(await workspace.spec('a', 'printf started; exec sleep 60'));
      await logged(container, 'started');
      expect(await container.stop(5_000)).toEqual({ code: 143 });
    });

    it('inherits no file and no socket of the plane', async () => {
      const server = createServer().listen(0, '127.0.0.1');
      const file = await open(join(workspace.dir, 'plane.db'), 'w');
      const container = await workspace.supervisor().start(await workspace.spec('a', 'ls -l /proc/self/fd'));
      await container.exited;
      server.close();
      await file.close();
      expect(await logOf(container)).not.toMatch(/socket:|plane\.db/);
    });

    it('starts once, however often and by whomever it is started', async () => {
      const [one, two] = [workspace.supervisor(), workspace.supervisor()];
      const spec = await workspace.spec('a', 'echo started >> starts; echo up; exec sleep 60');
      const started = await Promise.all([one, two, one, two, one, two].map((supervisor) => supervisor.start(spec)));
      expect(new Set(started.map(({ pid }) => pid)).size).toBe(1);
      expect(await two.running()).toEqual(['a']);
      await logged(started[0]!, 'up');
      await started[0]!.stop(5_000);
      expect((await Promise.all(started.map(({ exited }) => exited))).map(({ code }) => code)).toEqual(
        Array<number>(6).fill(143),
      );
      expect(await (await two.start(spec)).exited).toEqual({ code: 143 });
      expect(await readFile(join(spec.optMl, 'starts'), 'utf8')).toBe('started\n');
      expect(await one.running()).toEqual([]);
    });

    it('lets a program that handles SIGTERM finish, and sends it to that program alone', async () => {
      const script =
        '(trap "echo child >> told" TERM; sleep 60 & wait) & trap "echo main >> told; exit 5" TERM; echo up; wait';
      const spec = await workspace.spec('a', script);
      const container = await workspace.supervisor().start(spec);
      await logged(container, 'up');
      expect(await container.stop(10_000)).toEqual({ code: 5 });
      expect(await readFile(join(spec.optMl, 'told'), 'utf8')).toBe('main\n');
    });

    it('kills a program that ignores SIGTERM, and descendants that left its session', async () => {
      const mark = `86400.${Date.now()}`;
      const script = `trap '' TERM; setsid sleep ${mark} & setsid sh -c 'sleep ${mark} & wait' & echo up; while :; do sleep ${mark}; done`;
      const container = await workspace.supervisor().start(await workspace.spec('a', script));
      await eventually(async () => (await processesNaming(`sleep\0${mark}`)).length === 3, 'three sleepers');
      const before = Date.now();
      expect(await container.stop(300)).toEqual({ code: 137 });
      expect(Date.now() - before).toBeGreaterThanOrEqual(300);
      expect(await processesNaming(mark)).toEqual([]);
    });

    it('ends its descendants when its program ends', async () => {
      const mark = `86400.${Date.now()}`;
      const container = await workspace.supervisor().start(await workspace.spec('a', `setsid sleep ${mark} & exit 3`));
      expect(await container.exited).toEqual({ code: 3 });
      expect(await processesNaming(mark)).toEqual([]);
    });

    it('stops right after its start, and more than once', async () => {
      const container = await workspace.supervisor().start(await workspace.spec('a', 'exec sleep 60'));
      expect(await Promise.all([container.stop(5_000), container.stop(5_000)])).toEqual([{ code: 143 }, { code: 143 }]);
      expect(await container.stop(0)).toEqual({ code: 143 });
    });

    it('is forgotten only once it ended', async () => {
      const supervisor = workspace.supervisor();
      const spec = await workspace.spec('a', 'echo secret > "$TMPDIR/left"; exec sleep 60');
      const container = await supervisor.start(spec);
      await expect(supervisor.remove('a')).rejects.toThrow(/runs/);
      await container.stop(0);
      await supervisor.remove('a');
      await supervisor.remove('a');
      expect(await supervisor.attach('a')).toBeUndefined();
      await expect(stat(join(workspace.jobs, 'a'))).rejects.toThrow(/ENOENT/);
      await expect(stat(spec.optMl)).resolves.toBeDefined();
    });

    it('is removed too where its removal was cut off', async () => {
      const container = await workspace.supervisor().start(await workspace.spec('a', 'true'));
      await container.exited;
      await rm(join(workspace.jobs, 'a', 'state'), { recursive: true });
      const supervisor = workspace.supervisor();
      expect(await supervisor.attach('a')).toBeUndefined();
      await supervisor.remove('a');
      await expect(stat(join(workspace.jobs, 'a'))).rejects.toThrow(/ENOENT/);
    });

    it('resolves bare imports from the runtime’s node_modules', async () => {
      const nodeModules = join(workspace.dir, 'node_modules');
      await mkdir(join(nodeModules, 'of-image'), { recursive: true });
      await writeFile(join(nodeModules, 'of-image/index.mjs'), 'export default "resolved";');
      await writeFile(join(nodeModules, 'of-image/package.json'), '{"name":"of-image","exports":"./index.mjs"}');
      const runtime = { name: 'node', argv: { train: [process.execPath, 'code/main.mjs'] }, nodeModules };
      const spec = await workspace.spec('a', '', { runtime });
      await mkdir(join(spec.optMl, 'code'));
      await writeFile(join(spec.optMl, 'code/main.mjs'), 'import it from "of-image"; console.log(it);');
      const container = await workspace.supervisor().start(spec);
      expect(await container.exited).toEqual({ code: 0 });
      expect(await logOf(container)).toBe('resolved\n');
    });
  },
);
