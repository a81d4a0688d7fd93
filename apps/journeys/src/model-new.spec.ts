/** `gradus model new`: a project that runs at once, from its first publish to a prediction, in TypeScript and in Python. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runProgram } from './gradus-command.ts';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SECONDS = 120_000;
const absent = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status !== 0;

let workspace: ScratchWorkspace;
beforeAll(async () => {
  workspace = await scratchWorkspace('films');
  // The packages are those of this repository, whose lockfile would not fit.
  rmSync(join(workspace.folder, 'package-lock.json'));
  await workspace.gradus.json('up', '--port', '0');
}, SECONDS);
afterAll(() => workspace.end(), SECONDS);

interface Made {
  readonly folder: string;
  readonly files: readonly { readonly change: string; readonly path: string }[];
}

const PROJECTS = [{ name: 'churn', options: [] }, ...(absent ? [] : [{ name: 'churn-py', options: ['--python'] }])];

describe('gradus model new', () => {
  it(
    'makes a project, and leaves alone the one that is there',
    async () => {
      const { gradus } = workspace;
      for (const { name, options } of PROJECTS) {
        const made = await gradus.json<Made>('model', 'new', name, ...options);
        expect(made.files).toContainEqual({ change: 'create', path: `apps/${name}/model.ts` });
      }
      expect((await gradus('model', 'new', 'churn')).stdout).toBe('apps/churn is there already: nothing changed.\n');
    },
    SECONDS,
  );

  it.concurrent.each(PROJECTS)(
    'the project $name goes from publish to a prediction',
    async ({ name }) => {
      const { gradus } = workspace;
      const version = await gradus.json('publish', name, '--param', 'rows=1000');
      expect(version).toMatchObject({ missedGates: [], facts: { dataset: { rows: 1000 } } });
      await gradus.json('approve', name, 'latest', '--why', 'the first one');
      await gradus.json('deploy', name);
      const ask = async (tenure: number): Promise<number> => {
        const input = JSON.stringify({ tenure, charge: 90, calls: 4 });
        const answer = await gradus.json<{ output: { probability: number } }>('predict', name, input);
        return answer.output.probability;
      };
      expect(await ask(3)).toBeGreaterThan(await ask(60));
      const [run] = await gradus.json<object[]>('runs', name);
      expect(run).toMatchObject({ status: 'Completed', metrics: { auc: { last: expect.any(Number) as number } } });
      const lineage = await gradus('lineage', name, 'endpoint');
      for (const kind of ['data', 'notebook', 'job', 'approval', 'version', 'endpoint'])
        expect(lineage.stdout).toMatch(new RegExp(` ${kind}  `));
    },
    SECONDS,
  );

  it.skipIf(absent)(
    `the project in Python passes its own tests${absent ? ' (skipped: no Python 3.10 here)' : ''}`,
    async () => {
      const tests = ['-m', 'unittest', 'discover', '-s', 'apps/churn-py'];
      const ended = await runProgram('python3', tests, workspace.folder);
      expect(ended, ended.stderr).toMatchObject({ code: 0 });
    },
  );
});
