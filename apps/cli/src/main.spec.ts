/** The installed command, bundled afresh, as a process of its own. */
import { execFile, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '../../..');
let workspace: string;
let bin: string;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (program: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const options = { cwd: join(workspace, 'apps'), env: { ...process.env, NO_COLOR: '1', ...env } };
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
const gradus = (...args: readonly string[]) => run(bin, args);
const json = (ended: Ended): Record<string, unknown> => JSON.parse(ended.stdout) as Record<string, unknown>;

/** A workspace of its own with the sources of this one: another bundle, another plane. */
beforeAll(async () => {
  workspace = realpathSync(mkdtempSync(join(tmpdir(), 'gradus-cli-')));
  for (const name of ['package.json', 'package-lock.json', 'gradus.config.ts', 'tsconfig.base.json']) {
    cpSync(join(source, name), join(workspace, name));
  }
  const filter = (path: string): boolean => !/\/(?:dist|node_modules|\.gradus)$/.test(path);
  for (const root of ['libs', 'apps/cli'])
    cpSync(join(source, root), join(workspace, root), { recursive: true, filter });
  // Our packages as the copy has them, all others as they are installed here.
  mkdirSync(join(workspace, 'node_modules/@gradus'), { recursive: true });
  for (const name of readdirSync(join(source, 'node_modules'))) {
    if (name !== '@gradus') symlinkSync(join(source, 'node_modules', name), join(workspace, 'node_modules', name));
  }
  for (const name of readdirSync(join(workspace, 'libs'))) {
    symlinkSync(join(workspace, 'libs', name), join(workspace, 'node_modules/@gradus', name));
    const own = join(source, 'libs', name, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(workspace, 'libs', name, 'node_modules'));
  }
  mkdirSync(join(workspace, 'apps/films'), { recursive: true });
  writeFileSync(join(workspace, 'apps/films/model.ts'), "export default defineModel({ name: 'films', level: 0 });");
  bin = join(workspace, 'apps/cli/bin/gradus.mjs');
  expect(await run(join(workspace, 'apps/cli/build.mjs'), [])).toMatchObject({ code: 0, stderr: '' });
}, 60_000);
afterAll(async () => {
  await gradus('down');
  rmSync(workspace, { recursive: true, force: true });
});

describe('usage', () => {
  it('says the defaults that there are, and no others', async () => {
    const { stdout } = await gradus('publish', '--help');
    expect(stdout).toMatch(/\(default:\s+local\)/);
    expect(stdout.match(/default/g)).toHaveLength(1);
  });

  it('explains itself', async () => {
    const help = await gradus('--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('gradus <verb> --help');
    expect(await gradus()).toEqual(help);
    expect((await gradus('up', '--help')).stdout).toContain('$ gradus up --port 5000');
    expect((await gradus('--version')).stdout).toBe('0.1.0\n');
  });

  it.each([
    [['statu'], 'USAGE_VERB', 'Did you mean "status"?'],
    [['status', '--jsn'], 'USAGE_OPTION', 'Did you mean "--json"?'],
    [['up', '--port'], 'USAGE_OPTION', 'See: gradus up --help'],
    [['up', '--port', 'x'], 'USAGE_OPTION', '0 to 65535'],
    [['down', 'now'], 'USAGE_ARGUMENT', 'See: gradus down --help'],
    [['env', '--env', 'locl'], 'ENVIRONMENT_UNKNOWN', 'Did you mean "local"?'],
    [['status', '--env', 'local'], 'USAGE_OPTION', 'gradus status has no option --env'],
  ])('refuses %j with the near match, and ends with 2', async (args, code, said) => {
    const ended = await gradus(...args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(`error ${code}: `);
    expect(ended.stderr).toContain(said);
    expect(ended.stderr).not.toContain('    at ');
  });

  it('reports errors as JSON when asked', async () =>
    expect(json(await gradus('status', '--json', '--jsn'))).toMatchObject({
      error: { code: 'USAGE_OPTION', got: '--jsn', remedy: 'Did you mean "--json"?' },
    }));

  it('shows a stack only to who debugs it', async () =>
    expect((await run(bin, ['statu'], { GRADUS_DEBUG: '1' })).stderr).toContain('    at '));
});

describe('the plane', () => {
  it('does not run, and down says so', async () => {
    expect(json(await gradus('status', '--json'))).toEqual({ running: false });
    expect((await gradus('down')).stdout).toBe('No plane runs.\n');
  });

  it('is started by a verb that needs it, which says so in one line', async () => {
    const taken: Server = createServer();
    const port = await new Promise<number | undefined>((resolve) => {
      taken.on('error', () => resolve(undefined));
      taken.listen(4566, '127.0.0.1', () => resolve(4566));
    });
    const ended = await gradus('env', '--json');
    if (port !== undefined) await new Promise((resolve) => taken.close(resolve));
    expect(ended.stderr).toMatch(
      /^started the plane at http:\/\/127\.0\.0\.1:\d+ \(port 4566 is taken\); gradus down ends it\n$/,
    );
    expect(json(ended)).toMatchObject({ AWS_REGION: 'us-east-1', AWS_PROFILE: null });
    expect((await gradus('env')).stderr).toBe('');
  });

  it('shows its process, address, storage, clock and accounts', async () => {
    const status = json(await gradus('status', '--json'));
    expect(status).toMatchObject({
      running: true,
      storage: { folder: join(workspace, '.gradus') },
      accounts: [{ account: '000000000000', environment: 'local' }],
      clock: { scale: 1 },
    });
    expect((await gradus('status')).stdout).toContain(String(status['url']));
    expect((await gradus('up')).stdout).toContain('The plane runs already');
    expect(json(await gradus('up', '--json'))).toMatchObject({ started: false, pid: status['pid'] });
  });

  it('has logs, of itself and of what is named', async () => {
    expect((await gradus('logs')).stdout).toContain('the plane answers');
    expect(await gradus('logs', 'films')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('gradus publish films'),
    });
    const unknown = await gradus('logs', 'flms');
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean "films"?') });
  });

  it('follows a log until Ctrl-C, and ends with 130', async () => {
    const child = spawn(process.execPath, [bin, 'logs', '--follow'], { cwd: workspace });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
  });

  it('recovers from a plane that was killed and left its files', async () => {
    const { pid } = json(await gradus('status', '--json')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => existsSync(`/proc/${pid}/exe`), { timeout: 10_000 }).toBe(false);
    expect(existsSync(join(workspace, '.gradus/plane.json'))).toBe(true);
    expect(json(await gradus('status', '--json'))).toEqual({ running: false });
    const up = json(await gradus('up', '--port', '0', '--json'));
    expect(up).toMatchObject({ started: true });
    expect(up['pid']).not.toBe(pid);
  });

  it('is started once by commands that race for it', async () => {
    await gradus('down');
    const started = await Promise.all([1, 2, 3].map(async () => json(await gradus('up', '--port', '0', '--json'))));
    expect(new Set(started.map(({ pid }) => pid)).size).toBe(1);
    expect(started.filter((plane) => plane['started'])).toHaveLength(1);
  });

  it('ends, and leaves what it keeps', async () => {
    const { pid } = json(await gradus('status', '--json'));
    expect(json(await gradus('down', '--json'))).toEqual({ stopped: true, pid });
    expect(existsSync(join(workspace, '.gradus/plane.db'))).toBe(true);
    expect(json(await gradus('status', '--json'))).toEqual({ running: false });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('runs in the foreground until %s', async (signal) => {
    const child = spawn(process.execPath, [bin, 'up', '--foreground', '--port', '0'], { cwd: workspace });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(json(await gradus('status', '--json'))).toMatchObject({ running: true, pid: child.pid });
    child.kill(signal);
    expect(await ended).toBe(0);
    expect(json(await gradus('status', '--json'))).toEqual({ running: false });
  });
});

describe('the bundle', () => {
  const file = () => join(workspace, 'libs/core/src/nearest.ts');

  it('is refused when a source has changed, and not when it was only touched', async () => {
    const text = readFileSync(file(), 'utf8');
    writeFileSync(file(), text);
    expect((await gradus('--version')).code).toBe(0);
    writeFileSync(file(), `${text}\n`);
    expect(await gradus('--version')).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'error BUNDLE_STALE: the gradus command is older than libs/core/src/nearest.ts\n  remedy:  npm run prepare\n',
    });
    writeFileSync(file(), text);
  });

  it('is refused when the lockfile names other packages, and not when a project joins the workspace', async () => {
    const lockfile = join(workspace, 'package-lock.json');
    const text = readFileSync(lockfile, 'utf8');
    const withPackages = (packages: object): void => {
      const lock = JSON.parse(text) as { readonly packages: object };
      writeFileSync(lockfile, JSON.stringify({ ...lock, packages: { ...lock.packages, ...packages } }));
    };
    const link = { resolved: 'apps/churn', link: true };
    withPackages({ 'apps/churn': { name: '@gradus/churn' }, 'node_modules/@gradus/churn': link });
    expect((await gradus('--version')).code).toBe(0);
    withPackages({ 'node_modules/left-pad': { version: '1.3.0' } });
    expect((await gradus('--version')).stderr).toContain('is older than package-lock.json\n');
    writeFileSync(lockfile, text);
  });

  it('is refused when there is none', async () => {
    rmSync(join(workspace, 'apps/cli/dist/build.json'));
    expect((await gradus('--version')).stderr).toContain('has not been made\n  remedy:  npm run prepare\n');
    await run(join(workspace, 'apps/cli/build.mjs'), []);
  });
});
