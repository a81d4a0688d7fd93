/** Real processes that are killed while they log: nothing that was logged is lost, and nothing comes twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { withPlane } from '@gradus/plane/testing';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRun } from './open-run.ts';
import { readRun, readSeries } from './read-runs.ts';
import { recoverRuns } from './recover-runs.ts';

const SOURCE = new URL('./index.ts', import.meta.url).pathname;

const PROGRAM = `
import { writeSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { openRun } from ${JSON.stringify(SOURCE)};
const [name, journal, mode] = process.argv.slice(2);
const say = (text) => {
  try {
    writeSync(1, text);
  } catch (error) {
    if (error.code !== 'EAGAIN') throw error; // the pipe is full
    say(text);
  }
};
const run = await openRun({ experiment: 'killed', name, journal });
run.logParameter('mode', mode);
run.logTable('table', { x: [1, 2, 3] });
run.logFigure('figure', '<svg></svg>');
for (let step = 0; mode === 'turns' || step < 500; step += 1) {
  run.logMetric('loss', step, { step });
  say(step + '\\n');
  if (mode === 'turns') await turn();
}
say('done\\n');
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
`;

describe('a process that is killed', () => {
  const plane = withPlane();
  let folder: string;
  let program: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-killed-'));
    program = join(folder, 'program.mjs');
    await build({
      stdin: { contents: PROGRAM, resolveDir: join(SOURCE, '..'), loader: 'ts' },
      outfile: program,
      ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' },
      conditions: ['@gradus/source'],
      external: ['esbuild'],
      banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the program until `enough` says so, kills it, and resolves with the last step that it said it had logged. */
  const killed = async (name: string, journal: string, mode: string, enough: (line: string) => boolean) => {
    const { accessKeyId, secretAccessKey } = plane.accounts[0]!;
    const child = spawn(process.execPath, [program, name, journal, mode], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        AWS_ENDPOINT_URL: plane.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    });
    const ended = once(child, 'exit');
    let last = -1;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line !== 'done') last = Number(line);
      if (enough(line)) child.kill('SIGKILL');
    }
    await ended;
    return last;
  };
  const check = async (name: string, last: number) => {
    const clients = plane.clients();
    const found = await readRun(clients, { experiment: 'killed', name });
    expect(found).toMatchObject({ status: 'Failed', message: 'The process ended before the run was closed.' });
    expect(Object.keys(found.outputs).sort()).toEqual(['figure', 'table']);
    const { loss } = await readSeries(clients, found.componentArn, ['loss']);
    // The last line may have been lost on its way; its record was on disk before.
    expect(loss!.steps.length).toBeGreaterThan(last);
    expect(loss!.steps).toEqual(loss!.steps.map((_, index) => index));
    expect(loss!.values).toEqual(loss!.steps);
    expect(found.metrics['loss']!.count).toBe(loss!.steps.length);
  };

  it('has lost nothing that it logged and could not send', async () => {
    const journal = join(folder, 'blocked');
    const last = await killed('blocked', journal, 'blocked', (line) => line === 'done');
    expect(last).toBe(499);
    expect((await readRun(plane.clients(), { experiment: 'killed', name: 'blocked' })).metrics).toEqual({});
    const next = await openRun({ experiment: 'killed', name: 'next', clients: plane.clients(), journal });
    await check('blocked', last);
    await next.close();
    expect(readdirSync(journal)).toEqual([]);
  });

  it.each([40, 90, 133, 211, 307])(
    'sends nothing twice when it dies after %i values, while it sends',
    async (count) => {
      const name = `turns-${count}`;
      const journal = join(folder, name);
      const last = await killed(name, journal, 'turns', (line) => Number(line) >= count);
      expect(await recoverRuns({ clients: plane.clients(), journal })).toEqual([`killed-${name}`]);
      expect(await recoverRuns({ clients: plane.clients(), journal })).toEqual([]);
      await check(name, last);
    },
  );

  it('counts what was in doubt: sent and not acknowledged, or not sent', async () => {
    const journal = join(folder, 'doubt');
    const at = Date.now();
    for (const reached of [true, false]) {
      const clients = plane.clients();
      const name = `doubt-${reached}`;
      const opened = await openRun({ experiment: 'killed', name, clients, journal: join(folder, 'other') });
      for (let step = 0; step < (reached ? 3 : 2); step += 1) opened.logMetric('loss', step, { step });
      await opened.flush();
      const dir = join(journal, name);
      writeJournal(dir, opened.component, opened.componentArn, at);
      expect(await recoverRuns({ clients, journal })).toEqual([opened.component]);
      const { metrics } = await readRun(clients, { experiment: 'killed', name });
      expect(metrics['loss']).toMatchObject({ count: 3, max: 2 });
      await opened.close();
    }
  });
});

/** A journal of three values, the last of which was being sent when the process died. */
const writeJournal = (dir: string, component: string, componentArn: string, at: number): void => {
  const open = {
    ...{ type: 'open', component, componentArn, folder: { bucket: 'b', prefix: 'p/' }, ofJob: false, counts: {} },
    process: { pid: 2 ** 22 + 1, started: '1' },
  };
  const metric = (step: number) => ({ type: 'metric', name: 'loss', value: step, step, at });
  const records = [open, metric(0), metric(1), metric(2), { type: 'sent', to: 2 }, { type: 'sending', to: 3 }];
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'journal.jsonl'), `${records.map((each) => JSON.stringify(each)).join('\n')}\n{"type":"met`);
};
