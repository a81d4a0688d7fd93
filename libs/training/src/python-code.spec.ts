import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readArchive } from './artifact.ts';
import { jobHelperFolder } from './job-helper.ts';
import { bundleSource } from './source-bundle.ts';
import { filmsWorkspace, type FilmsWorkspace } from './testing/films.ts';

const absent = spawnSync('python3', ['--version']).status !== 0;
const skipped = absent ? ' (skipped: there is no python3 here)' : '';

describe('bundleSource of a model in Python', () => {
  let workspace: FilmsWorkspace;
  beforeEach(() => {
    workspace = filmsWorkspace();
    workspace.write('apps/films/serve/inference.py', 'import own\ndef model_fn(path):\n  return own\n');
    workspace.write('apps/films/serve/own/__init__.py', '');
    workspace.write('apps/films/requirements.txt', 'six==1.17.0\n');
    workspace.write('apps/films/train.py', '');
  });
  afterEach(() => workspace.end());
  const bundled = async (predict = './serve/inference.py'): Promise<string[]> => {
    const { archive } = await bundleSource(workspace.films.root, predict);
    return [...(await readArchive(Readable.from([archive]), () => true)).keys()];
  };

  it("holds the modules of inference.py and its requirements where AWS's images look, and the helper of jobs", async () => {
    const files = await bundled();
    expect(files.filter((file) => file.startsWith('model-code/'))).toEqual([
      'model-code/inference.py',
      'model-code/own/__init__.py',
      'model-code/requirements.txt',
    ]);
    expect(files).toContain('gradus_job.py');
    expect(files).toContain('train.py');
  });

  it('refuses one that lacks model_fn', async () => {
    workspace.write('apps/films/serve/inference.py', 'def predict_fn(data, model): return data\n');
    await expect(bundled()).rejects.toMatchObject({ code: 'PREDICT_BROKEN', got: ['predict_fn'] });
  });

  it.skipIf(absent)(`refuses one that is no Python${skipped}`, async () => {
    workspace.write('apps/films/serve/inference.py', 'def model_fn(path):\n  return (\n');
    await expect(bundled()).rejects.toMatchObject({
      code: 'PREDICT_BROKEN',
      message: expect.stringMatching(/does not compile: serve\/inference\.py:2: SyntaxError/),
    });
  });
});

describe.skipIf(absent)(`gradus_job.py${skipped}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-job-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (source: string) =>
    spawnSync('python3', ['-c', `from gradus_job import *\n${source}`], {
      env: {
        PATH: process.env['PATH'],
        PYTHONPATH: jobHelperFolder,
        PYTHONDONTWRITEBYTECODE: '1',
        SM_MODEL_DIR: join(folder, 'model'),
        SM_CHANNEL_TRAIN: folder,
      },
      encoding: 'utf8',
      cwd: folder,
    });
  const made = (name: string): unknown => JSON.parse(readFileSync(join(folder, 'model', name), 'utf8'));

  it('writes what the registry asks for, and prints metrics as jobs read them', () => {
    mkdirSync(join(folder, 'data'));
    const ran = run(`
log_metric("rmse", 2); log_metrics({"r2": 0.5})
save_evaluation(confusion=[[1, 0]])
save_signature(input={"type": "object", "properties": {"b": {}, "a": {}}}, output={})
save_dataset("d", rows=3, path=__import__("gradus_job").__file__, source="a spec")
print(channel("train"), channel("none"))`);
    expect(ran).toMatchObject({ status: 0, stdout: `rmse=2.0;\nr2=0.5;\n${folder} None\n` });
    expect(made('evaluation.json')).toEqual({ metrics: { rmse: 2, r2: 0.5 }, confusion: [[1, 0]] });
    expect(Object.keys((made('signature.json') as { input: { properties: object } }).input.properties)).toEqual([
      'b',
      'a',
    ]);
    expect(made('dataset.json')).toMatchObject({ name: 'd', rows: 3, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it.each([
    [
      'a metric that is no finite number',
      'log_metric("a", float("nan"))',
      'metric a is nan; it must be a finite number',
    ],
    ['a file that its channel lacks', 'channel("train", "no.csv")', 'channel train has no file no.csv; there is: '],
    [
      'a data set without a hash',
      'save_dataset("d", 1, "s")',
      'save_dataset needs the path of the data, or its sha256',
    ],
  ])('refuses %s', (_, source, message) => {
    expect(run(source)).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
  });
});
