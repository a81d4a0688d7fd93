/** What a container with namespaces of its own sees, leaves and cannot touch. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { containerWorkspace, type ContainerWorkspace } from './container-workspace.ts';
import { networkIsolation, unshareFlags } from './isolation.ts';
import { createSupervisor } from './process-supervisor.ts';
import type { Container } from './supervisor.ts';

const isolated = (await unshareFlags(tmpdir())).length > 0;

const ownNetwork = await networkIsolation(tmpdir());

const logOf = (container: Container): Promise<string> => readFile(container.logFile, 'utf8');

describe.skipIf(!isolated)('namespaces of a container (skipped where the kernel gives none)', () => {
  let workspace: ContainerWorkspace;
  beforeEach(async () => {
    workspace = await containerWorkspace();
  });
  afterEach(async () => {
    expect(await workspace.end()).toEqual([]);
  });

  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => existsSync(folder));
  const inTmp = onPath.map((folder) => /^\/tmp\/([^/]+)/.exec(folder)?.[1]).filter((name) => name !== undefined);
  const programsInTmp = [...new Set(inTmp)].sort();

  it('keep two jobs apart: /tmp, /opt and /opt/ml', async () => {
    const supervisor = workspace.supervisor();
    expect(await supervisor.isolated()).toBe(true);
    const host = { tmp: await readdir('/tmp'), opt: await readdir('/opt') };
    const name = `left-by-${Date.now()}`;
    const script = `ls -A /tmp /opt/ml; echo mine > /tmp/${name}; echo mine > /opt/${name}; echo mine > /opt/ml/${name}`;
    for (const id of ['a', 'b']) {
      const spec = await workspace.spec(id, script);
      const container = await supervisor.start(spec);
      expect(await container.exited).toEqual({ code: 0 });
      const log = await logOf(container);
      expect(log).toMatch(/^\/opt\/ml:\n\n\/tmp:\n/);
      // Programs of a checkout below /tmp stay within reach.
      expect(log.split('/tmp:\n')[1]!.split('\n').filter(Boolean)).toEqual(programsInTmp);
      expect(await readdir(spec.optMl)).toEqual([name]);
    }
    expect(await readdir('/tmp')).not.toContain(name);
    expect(await readdir('/opt')).toEqual(host.opt);
  });

  it('show the machine’s own /opt read-only, with the same programs at the same paths', async () => {
    const entries = await readdir('/opt');
    const script =
      'ls -A /opt; for e in /opt/*; do [ "$e" = /opt/ml ] || { [ -d "$e" ] && touch "$e/x" && echo "wrote $e"; }; done; exec "$0" -p process.pid';
    const spec = await workspace.spec('a', '', { entrypoint: ['/bin/sh', '-c', script, process.execPath] });
    const container = await workspace.supervisor().start(spec);
    expect(await container.exited).toEqual({ code: 0 });
    const log = await logOf(container);
    expect(log).not.toContain('wrote');
    for (const entry of [...entries, 'ml']) expect(log.split('\n')).toContain(entry);
    expect(Number(log.trimEnd().split('\n').at(-1))).toBeLessThan(200);
  });

  it('hide the plane, the keys, other jobs and the machine’s processes from a job that looks for them', async () => {
    // Below no folder that a container has of its own: what hides it there must be a mask.
    const outside = await mkdtemp(join(process.cwd(), 'node_modules', '.looked-at-'));
    const plane = join(outside, '.gradus');
    const home = join(outside, 'home');
    const secrets = {
      database: join(plane, 'plane.db'),
      credentials: join(plane, 'credentials'),
      object: join(plane, 'objects', 'b', 'o'),
      otherJob: join(plane, 'training', 'other', 'model', 'weights'),
      aws: join(home, '.aws', 'credentials'),
      ssh: join(home, '.ssh', 'id_ed25519'),
    };
    for (const file of Object.values(secrets)) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, 'GRADUS-SECRET');
    }
    const shown = join(home, 'environment', 'shown');
    await mkdir(dirname(shown));
    await writeFile(shown, 'shown');
    const before = process.env['HOME'];
    process.env['HOME'] = home;
    const supervisor = createSupervisor({ dir: join(plane, 'jobs'), hidden: [plane] });
    try {
      const optMl = join(plane, 'training', 'mine');
      await mkdir(optMl, { recursive: true });
      const script = [
        ...Object.values(secrets).map((file) => `cat '${file}'`),
        `cat '${shown}'; echo`,
        `touch '${shown}' '${plane}/left' '${outside}/left' /usr/left && echo wrote`,
        `ls -A '${plane}'; ls -A ~/.aws ~/.ssh; grep -c . /etc/shadow`,
        `umount '${plane}'; mount -o remount,rw / && echo remounted; unshare --user --map-root-user --mount umount '${plane}'`,
        `kill -0 ${process.pid} && echo signalled; ls -d /proc/[0-9]* | wc -l`,
        `ls /dev/vd* /dev/sd* /dev/nvme* /dev/mem; echo own > ~/own && cat ~/own`,
        `grep -rs GRADUS-SECRET '${outside}' /tmp /opt/ml; true`,
      ];
      const spec = await workspace.spec('looks', `{ ${script.join('\n')}\n} 2>/dev/null`, { optMl });
      const runtime = { ...spec.runtime, readOnly: [dirname(shown)] };
      const container = await supervisor.start({ ...spec, runtime });
      expect(await container.exited).toEqual({ code: 0 });
      expect((await logOf(container)).replace(/^\d+\n(?=own)/m, 'few\n')).toBe('shown\n0\nfew\nown\n');
      expect(Number(/^(\d+)\nown/m.exec(await logOf(container))![1])).toBeLessThan(10);
      expect(await readdir(home)).toEqual(['.aws', '.ssh', 'environment']);
    } finally {
      process.env['HOME'] = before;
      await supervisor.close();
      await rm(outside, { recursive: true });
    }
  });

  it('have a host name that resolves, and leave the machine’s', async () => {
    const before = await readFile('/proc/sys/kernel/hostname', 'utf8');
    const script = 'cat /proc/sys/kernel/hostname; grep algo-1 /etc/hosts';
    const container = await workspace.supervisor().start(await workspace.spec('a', script));
    await container.exited;
    expect(await logOf(container)).toBe('algo-1\n127.0.0.1\talgo-1\n');
    expect(await readFile('/proc/sys/kernel/hostname', 'utf8')).toBe(before);
  });

  it('show a program that lies under /tmp, and its node_modules, read-only', async () => {
    const program = join(workspace.dir, 'program.sh');
    await writeFile(program, 'echo ran; touch "$0" 2>/dev/null && echo wrote; true\n');
    const spec = await workspace.spec('a', '', { entrypoint: ['/bin/sh', program] });
    const container = await workspace.supervisor().start(spec);
    expect(await container.exited).toEqual({ code: 0 });
    expect(await logOf(container)).toBe(program.startsWith('/tmp/') ? 'ran\n' : 'ran\nwrote\n');
  });

  it('make folders of /opt/ml read-only to whoever owns their files', async () => {
    const spec = await workspace.spec('a', '', { readOnly: ['input/data/it’s a'] });
    const folder = join(spec.optMl, 'input', 'data', 'it’s a');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'object'), 'kept');
    const script = [
      'cd "$0"; cat object; echo',
      'chmod 666 object || echo no chmod; echo x > object || echo no write; rm object || echo no rm',
      'mv ../it* ../elsewhere || echo no mv; umount . || echo no umount; mount -o remount,rw . || echo no remount',
      'echo x > ../beside && echo beside',
    ].join('\n');
    const entrypoint = ['/bin/sh', '-c', `{ ${script}\n} 2>/dev/null`, '/opt/ml/input/data/it’s a'];
    const container = await workspace.supervisor().start({ ...spec, entrypoint });
    expect(await container.exited).toEqual({ code: 0 });
    const refused = ['no chmod', 'no write', 'no rm', 'no mv', 'no umount', 'no remount'];
    expect((await logOf(container)).trimEnd().split('\n')).toEqual(['kept', ...refused, 'beside']);
    expect(await readFile(join(folder, 'object'), 'utf8')).toBe('kept');
  });

  it.skipIf(!ownNetwork)('leave it no network but a loopback of its own', async () => {
    const server = createServer((socket) => socket.end('reached')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const program = `
      const net = require('node:net');
      const at = (host, port) => new Promise((resolve) =>
        net.connect({ port, host, timeout: 2000 }).on('data', () => resolve('reached')).on('error', ({ code }) => resolve(code)).on('timeout', () => resolve('timeout')));
      const own = net.createServer((socket) => socket.end('own')).listen(0, 'algo-1', async () => {
        console.log(await at('algo-1', own.address().port), await at('127.0.0.1', ${port}), await at('192.0.2.1', 80));
        console.log(Object.keys(require('node:os').networkInterfaces()).join());
        process.exit();
      });`;
    try {
      const entrypoint = [process.execPath, '-e', program];
      const container = await workspace
        .supervisor()
        .start(await workspace.spec('a', '', { entrypoint, withoutNetwork: true }));
      expect(await container.exited).toEqual({ code: 0 });
      expect(await logOf(container)).toBe('reached ECONNREFUSED ENETUNREACH\nlo\n');
    } finally {
      server.close();
    }
  });

  it('hold a daemon that forgets its environment and session', async () => {
    const mark = `86400.${Date.now()}`;
    const script = `env -i /usr/bin/setsid /bin/sleep ${mark} & sleep 0.1; exit 0`;
    const container = await workspace.supervisor().start(await workspace.spec('a', script));
    await container.exited;
    const commands = await Promise.all(
      (await readdir('/proc'))
        .filter((pid) => /^\d+$/.test(pid))
        .map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    );
    expect(commands.filter((command) => command.includes(mark))).toEqual([]);
  });

  it('leave SIGINT and SIGTERM as a program expects them', async () => {
    const spec = await workspace.spec('a', 'grep SigIgn /proc/self/status');
    const container = await workspace.supervisor().start(spec);
    await container.exited;
    expect(await logOf(container)).toMatch(/^SigIgn:\t0+\n$/);
  });

  it('bound the log of a job that floods it, and let the job go on', async () => {
    const spec = await workspace.spec('a', 'yes | head -c 3000000; echo done > finished');
    const container = await workspace.supervisor(100_000).start(spec);
    expect(await container.exited).toEqual({ code: 0 });
    const log = await logOf(container);
    expect(log.length).toBeLessThan(100_200);
    expect(log).toContain('limit of 100000 bytes');
    expect(await readdir(spec.optMl)).toEqual(['finished']);
  });
});
