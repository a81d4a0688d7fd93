import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './testing/bundle.ts';
import { scratch } from './testing/scratch.ts';

const runs = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('a kernel whose parent is killed', () => {
  const { path, notebook } = scratch();
  let program = '';
  beforeAll(async () => {
    program = await bundle(join(import.meta.dirname, 'testing/run-once.ts'));
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('ends after %s, with what it started and its folder', async (signal) => {
    const temporary = path(`tmp-${signal}`);
    mkdirSync(temporary);
    const input = notebook(`${signal}.ipynb`, [
      'const child = new Deno.Command("sleep", { args: ["600"] }).spawn(); console.log(`pids ${Deno.pid} ${child.pid}`); for (;;);',
    ]);
    const parent = spawn(process.execPath, [program, input, path('orphan.out.ipynb')], {
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    for await (const chunk of parent.stdout) {
      text += String(chunk);
      if (/pids \d+ \d+\n/.test(text)) break;
    }
    const pids = /pids (\d+) (\d+)/.exec(text)!.slice(1).map(Number);
    expect(pids.every(runs)).toBe(true);
    expect(readdirSync(temporary).filter((name) => name.startsWith('gradus-kernel-'))).toHaveLength(1);
    parent.kill(signal);
    if (parent.exitCode === null && parent.signalCode === null) await once(parent, 'exit');
    await expect.poll(() => pids.some(runs), { timeout: 10_000 }).toBe(false);
    await expect.poll(() => existsSync(temporary) && readdirSync(temporary).length, { timeout: 10_000 }).toBe(0);
  });
});
