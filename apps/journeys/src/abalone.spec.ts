/** The sample model in Python: from its notebook to a prediction, on made-up and on given data; what fails says what to do. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY, runProgram } from './gradus-command.ts';
import { scratchWorkspace, type ScratchWorkspace } from './scratch-workspace.ts';

const SECONDS = 240_000;
const absent = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status !== 0;
const why = absent ? ' (skipped: there is no Python 3.10 here)' : '';

let workspace: ScratchWorkspace;
beforeAll(async () => {
  if (!absent) workspace = await scratchWorkspace('abalone');
}, SECONDS);
afterAll(async () => {
  if (!absent) await workspace.end();
}, SECONDS);

interface Toured {
  readonly version: { readonly group: string; readonly version: number };
  readonly metrics: Readonly<Record<string, number>>;
  readonly predictions: Readonly<Record<string, { readonly output: { readonly rings: number; readonly age: number } }>>;
}

const ADULT = {
  ...{ sex: 'M', length: 0.455, diameter: 0.365, height: 0.095 },
  ...{ whole_weight: 0.514, shucked_weight: 0.2245, viscera_weight: 0.101, shell_weight: 0.15 },
};

describe.skipIf(absent)(`a model in Python${why}`, () => {
  it(
    'goes from its notebook to a served prediction',
    async () => {
      const ended = await workspace.gradus('start', '--tour', 'level-0', '--model', 'abalone', '--json');
      expect(ended, ended.stderr).toMatchObject({ code: 0 });
      const made = JSON.parse(ended.stdout) as Toured;
      expect(made.version).toMatchObject({ group: 'abalone', version: 1 });
      expect(made.metrics['rmse_lift']).toBeGreaterThan(1.2);
      expect(made.predictions['large']!.output.age).toBeGreaterThan(made.predictions['small']!.output.age);
    },
    SECONDS,
  );

  it('serves JSON and CSV, several at once, and says 4xx of what does not fit', async () => {
    const { runtime } = await workspace.clients();
    const invoke = async (ContentType: string, Body: string): Promise<unknown> => {
      const answer = await runtime.send(new InvokeEndpointCommand({ EndpointName: 'abalone', ContentType, Body }));
      return JSON.parse(Buffer.from(answer.Body).toString('utf8'));
    };
    const one = await invoke('application/json', JSON.stringify(ADULT));
    expect(one).toEqual({ rings: expect.any(Number), age: expect.any(Number) });
    const csv = `${Object.values(ADULT).join(',')}\n`;
    expect(await invoke('text/csv', csv + csv)).toEqual([one, one]);
    const many = await Promise.all(
      Array.from({ length: 20 }, () => invoke('application/json', JSON.stringify([ADULT]))),
    );
    expect(many).toEqual(many.map(() => [one]));
    await expect(invoke('application/json', '{"sex":"M"}')).rejects.toMatchObject({
      name: 'ModelError',
      OriginalStatusCode: 400,
    });
  });

  it(
    'trains on the file that it is given',
    async () => {
      const python =
        'import abalone_data as a\nfor r in a.make_abalones(900, 9): print(",".join(str(r[n]) for n in a.COLUMNS))';
      const made = await runProgram('python3', ['-c', python], join(workspace.folder, 'apps/abalone'));
      workspace.write('given/abalone.csv', made.stdout);
      const published = await workspace.gradus('publish', 'abalone', '--data', 'abalone=given', '--json');
      expect(published, published.stderr).toMatchObject({ code: 0 });
      expect(JSON.parse(published.stdout)).toMatchObject({ facts: { dataset: { rows: 900, source: 'abalone.csv' } } });
    },
    SECONDS,
  );

  it(
    'is a script as well as a notebook',
    async () => {
      const model = join(workspace.folder, 'apps/abalone/model.ts');
      const source = readFileSync(model, 'utf8');
      workspace.write(
        'apps/abalone/train.py',
        [
          'import argparse, joblib, numpy as np',
          'from sklearn.dummy import DummyRegressor',
          'from gradus_job import log_metrics, model_dir, save_dataset, save_signature',
          'parser = argparse.ArgumentParser()',
          'for name in ("seed", "rows", "test_share", "max_iter"): parser.add_argument("--" + name, type=float)',
          'args = parser.parse_args()',
          'joblib.dump(DummyRegressor().fit(np.zeros((3, 10)), [1, 2, args.seed]), model_dir() / "model.joblib")',
          'log_metrics({"rmse": 1.0, "rmse_lift": args.max_iter})',
          'save_dataset("none", rows=3, sha256="ab", source="a spec")',
          'save_signature(input={"type": "object"}, output={})',
        ].join('\n'),
      );
      try {
        writeFileSync(model, source.replace('./notebooks/abalone.ipynb', './train.py'));
        expect(await workspace.gradus('notebook', 'abalone')).toMatchObject({
          code: 0,
          stdout: expect.stringContaining('rmse_lift=150.0;'),
        });
        const published = await workspace.gradus('publish', 'abalone', '--param', 'max_iter=7', '--json');
        expect(published, published.stderr).toMatchObject({ code: 0 });
        expect(JSON.parse(published.stdout)).toMatchObject({
          facts: { metrics: { rmse_lift: 7 }, notebook: expect.stringMatching(/\/train\.py$/) },
        });
      } finally {
        writeFileSync(model, source);
        rmSync(join(workspace.folder, 'apps/abalone/train.py'));
      }
    },
    SECONDS,
  );

  it(
    'says what to do when a package cannot be had',
    async () => {
      workspace.write('apps/abalone/requirements.txt', 'gradus-has-no-such-package==1.0\n');
      const local = await workspace.gradus('notebook', 'abalone');
      expect(local).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/REQUIREMENTS_FAILED|PACKAGE_INDEX_UNREACHABLE/),
      });
      const job = await workspace.gradus('publish', 'abalone');
      expect(job).toMatchObject({ code: 1, stderr: expect.stringContaining('gradus-has-no-such-package==1.0') });
      expect(job.stderr).toMatch(/Ask for versions that have a wheel|Connect this machine/);
    },
    SECONDS,
  );
});

const real = join(REPOSITORY, '../shared/data/abalone');
const unreal = absent || !existsSync(join(real, 'abalone.csv'));

describe.skipIf(unreal)(`on the UCI data${unreal ? ' (skipped: it is not here)' : ''}`, () => {
  it(
    'passes its gates',
    async () => {
      cpSync(
        join(REPOSITORY, 'apps/abalone/requirements.txt'),
        join(workspace.folder, 'apps/abalone/requirements.txt'),
      );
      mkdirSync(join(workspace.folder, 'uci'), { recursive: true });
      cpSync(join(real, 'abalone.csv'), join(workspace.folder, 'uci/abalone.csv'));
      const published = await workspace.gradus('publish', 'abalone', '--data', 'abalone=uci', '--json');
      expect(published, published.stderr).toMatchObject({ code: 0 });
      expect(JSON.parse(published.stdout)).toMatchObject({ missedGates: [], facts: { dataset: { rows: 4177 } } });
    },
    SECONDS,
  );
});
