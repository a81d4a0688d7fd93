import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { containerEnvironment, ENVIRONMENTS_VARIABLE, PACKAGES_VARIABLE } from './container-environment.ts';
import { serveEnvironments } from './environment-server.ts';
import { pythonEnvironments } from './environments.ts';
import { writeWheel } from './testing/wheel.ts';

const absent = spawnSync('python3', ['--version']).status !== 0;
const root = mkdtempSync(join(tmpdir(), 'gradus-python-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Packages come from a folder of wheels: no index is asked. */
const offline = { ...process.env, PIP_NO_INDEX: '1', PIP_FIND_LINKS: join(root, 'wheels') };

describe.skipIf(absent)(`Python environments${absent ? ' (skipped: there is no python3 here)' : ''}`, () => {
  const folder = join(root, 'cache');
  const environments = pythonEnvironments({ folder, env: offline });
  writeWheel(join(root, 'wheels'), 'gradus-answer', '1.0', 'answer = 42\n');
  const answer = (python: string) =>
    spawnSync(python, ['-c', 'import gradus_answer; print(gradus_answer.answer)'], { encoding: 'utf8' });

  it('makes one with its packages, and the second time has it', async () => {
    const first = await environments.make(['gradus-answer==1.0']);
    expect(first.made).toBe(true);
    expect(answer(first.python)).toMatchObject({ status: 0, stdout: '42\n' });
    expect(await environments.make(['gradus-answer==1.0'])).toEqual({ python: first.python, made: false });
    const empty = await environments.make([]);
    expect(empty.python).not.toBe(first.python);
    expect(answer(empty.python).status).not.toBe(0);
  });

  it('is made once whoever asks at the same time, also from several processes', async () => {
    const others = [environments, pythonEnvironments({ folder, env: offline })];
    const wanted = ['gradus-answer>=1.0'];
    const made = await Promise.all([...others, ...others].map((each) => each.make(wanted)));
    expect(new Set(made.map(({ python }) => python)).size).toBe(1);
    expect(answer(made[0]!.python).stdout).toBe('42\n');
    const links = readdirSync(folder).filter((name) => !name.includes('.'));
    expect(readdirSync(folder)).toHaveLength(2 * links.length);
  });

  it('leaves nothing of one that fails, and says what pip said', async () => {
    const before = readdirSync(folder);
    await expect(environments.make(['gradus-answer==2.0'])).rejects.toMatchObject({
      code: 'REQUIREMENTS_FAILED',
      message: expect.stringContaining('No matching distribution found for gradus-answer==2.0'),
      remedy: expect.stringContaining('that have a wheel for Python 3.'),
    });
    expect(readdirSync(folder)).toEqual(before);
  });

  it('says that the index cannot be reached', async () => {
    const env = { ...process.env, PIP_INDEX_URL: 'http://127.0.0.1:9/simple', PIP_FIND_LINKS: '', PIP_RETRIES: '0' };
    await expect(pythonEnvironments({ folder, env }).make(['gradus-answer'])).rejects.toMatchObject({
      code: 'PACKAGE_INDEX_UNREACHABLE',
      remedy: expect.stringContaining('PIP_INDEX_URL'),
    });
  });

  it('removes what a maker that died left a day ago', async () => {
    const left = join(folder, `${'0'.repeat(24)}.01234567`);
    mkdirSync(left);
    utimesSync(left, 1, 1);
    writeFileSync(join(root, 'wheels', 'touch'), '');
    await environments.make(['gradus-answer<2']);
    expect(readdirSync(folder)).not.toContain(`${'0'.repeat(24)}.01234567`);
  });

  it('serves containers, which a list of their own does not get past', async () => {
    const server = await serveEnvironments(environments, join(root, 's.sock'));
    process.env[ENVIRONMENTS_VARIABLE] = server.socket;
    process.env[PACKAGES_VARIABLE] = 'gradus-answer==1.0';
    try {
      const lines: string[] = [];
      const python = await containerEnvironment([], (line) => lines.push(line));
      expect(answer(python).stdout).toBe('42\n');
      expect(lines).toEqual([]);
      await expect(containerEnvironment(['Gradus_Answer==3'], () => undefined)).rejects.toMatchObject({
        code: 'REQUIREMENTS_FAILED',
        remedy: expect.any(String),
      });
      process.env[PACKAGES_VARIABLE] = '';
      const asked = containerEnvironment(['./evil'], () => undefined);
      await expect(asked).rejects.toMatchObject({ code: 'REQUIREMENTS_INVALID' });
    } finally {
      Reflect.deleteProperty(process.env, ENVIRONMENTS_VARIABLE);
      Reflect.deleteProperty(process.env, PACKAGES_VARIABLE);
      await server.close();
    }
  });
});

describe('without Python', () => {
  it('says so, and what to do', async () => {
    const env = { ...process.env, GRADUS_PYTHON: '/nowhere/python3' };
    await expect(pythonEnvironments({ folder: join(root, 'none'), env }).make([])).rejects.toMatchObject({
      code: 'PYTHON_NOT_FOUND',
      message: '/nowhere/python3 is not on this machine',
      remedy: expect.stringContaining('Install Python 3.9 or newer'),
    });
  });
});
