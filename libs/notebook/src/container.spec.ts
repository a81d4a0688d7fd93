import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { withPlane } from '@gradus/plane/testing';
import { create } from 'tar';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './testing/bundle.ts';
import { pythonWith } from './testing/python.ts';
import { saved, scratch } from './testing/scratch.ts';

const CODE = 's3://code/sourcedir.tar.gz';

describe('the notebook training image', () => {
  const plane = withPlane();
  const { path, notebook } = scratch();
  let program = '';
  beforeAll(async () => {
    program = await bundle(join(import.meta.dirname, 'container.ts'));
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: 'code' }));
  });

  /** Starts the job as the plane does; `files` are the code, by path. */
  const start = async (
    files: Record<string, string>,
    hyperparameters: Record<string, string>,
    { link, env, host = 'algo-1' }: { link?: string; env?: Record<string, string>; host?: string } = {},
  ) => {
    const root = mkdtempSync(path('job-'));
    const code = join(root, 'source');
    mkdirSync(code);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(code, name)), { recursive: true });
      writeFileSync(join(code, name), text);
    }
    if (link !== undefined) symlinkSync(link, join(code, 'link'));
    const archive = join(root, 'sourcedir.tar.gz');
    const Body = await packed(code, archive);
    await plane.clients().s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'sourcedir.tar.gz', Body }));
    const optMl = join(root, 'ml');
    const config = join(optMl, 'input/config');
    mkdirSync(config, { recursive: true });
    const write = (name: string, json: unknown) => writeFileSync(join(config, name), JSON.stringify(json));
    write('hyperparameters.json', {
      sagemaker_program: 'notebooks/n.ipynb',
      sagemaker_submit_directory: CODE,
      ...hyperparameters,
    });
    const hosts = [...new Set(['algo-1', host])];
    write('resourceconfig.json', { current_host: host, hosts, network_interface_name: 'eth0' });
    write('inputdataconfig.json', { train: { TrainingInputMode: 'File' } });
    const { accessKeyId, secretAccessKey } = plane.accounts[0]!;
    const child = spawn(process.execPath, [program, 'train'], {
      env: {
        PATH: process.env['PATH'],
        HOME: root,
        GRADUS_OPT_ML: optMl,
        AWS_ENDPOINT_URL: plane.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        GRADUS_PYTHON_CACHE: path('python'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += String(chunk)));
    const exited = once(child, 'close').then(([exit]) => exit as number | null);
    const read = (name: string) => readFileSync(join(optMl, name), 'utf8');
    return { child, exited, optMl, read, log: () => log };
  };
  const packed = async (code: string, file: string) => {
    await create({ file, cwd: code, gzip: true }, ['.']);
    return readFileSync(file);
  };
  const source = (...cells: Parameters<typeof notebook>[1]) => readFileSync(notebook('n.ipynb', cells), 'utf8');
  const tagged = { source: 'let rank = 1, name = "none";', tags: ['parameters'] };

  it('runs the notebook and leaves the model, its code and the executed notebook', async () => {
    const files = {
      'lib/answer.ts': 'export const answer: number = 42;',
      'model-code/predict.mjs': 'export const predict = 1;',
      'notebooks/n.ipynb': source(
        tagged,
        'import { answer } from "../lib/answer.ts"; import { writeFileSync } from "node:fs";\nconsole.log(`ndcg=${answer / 100};`, rank, name)',
        'writeFileSync(`${Deno.env.get("SM_MODEL_DIR")}/m.json`, JSON.stringify(Object.fromEntries(Object.entries(Deno.env.toObject()).filter(([k]) => k.startsWith("SM_")))))',
      ),
    };
    const job = await start(files, { rank: '7', name: 'plain' });
    expect(await job.exited, job.log()).toBe(0);
    expect(job.log()).toContain('\nndcg=0.42; 7 plain\n');
    expect(job.log()).toMatch(/^\[cell 2\/4\] \/\/ Parameters$/m);
    expect(job.read('model/code/predict.mjs')).toBe(files['model-code/predict.mjs']);
    expect(saved(join(job.optMl, 'output/data/n.ipynb')).metadata.papermill).toMatchObject({ exception: false });
    expect(existsSync(join(job.optMl, 'output/failure'))).toBe(false);
    expect(JSON.parse(job.read('model/m.json'))).toMatchObject({
      SM_HPS: '{"name":"plain","rank":7}',
      SM_HP_RANK: '7',
      SM_CHANNELS: '["train"]',
      SM_CHANNEL_TRAIN: join(job.optMl, 'input/data/train'),
      SM_USER_ENTRY_POINT: 'notebooks/n.ipynb',
      SM_USER_ARGS: '["--name","plain","--rank","7"]',
      SM_MODULE_DIR: CODE,
      SM_OUTPUT_DATA_DIR: join(job.optMl, 'output/data'),
      SM_CURRENT_HOST: 'algo-1',
      SM_FRAMEWORK_MODULE: '',
    });
  });

  it('keeps the executed notebook of another host than the first apart', async () => {
    const cell = 'console.log(Deno.env.get("SM_HOSTS"), Deno.env.get("SM_CURRENT_HOST"))';
    const job = await start({ 'notebooks/n.ipynb': source(cell) }, {}, { host: 'algo-2' });
    expect(await job.exited, job.log()).toBe(0);
    expect(job.log()).toContain('\n["algo-1","algo-2"] algo-2\n');
    expect(existsSync(join(job.optMl, 'output/data/algo-2/n.ipynb'))).toBe(true);
    expect(existsSync(join(job.optMl, 'output/data/n.ipynb'))).toBe(false);
  });

  it('writes cell, line and message where SageMaker looks for the reason', async () => {
    const job = await start({ 'notebooks/n.ipynb': source('1', 'const a = 1;\nthrow new RangeError("too far");') }, {});
    expect(await job.exited).toBe(1);
    expect(job.read('output/failure')).toBe(
      'n.ipynb, cell 2 of 2, line 2: RangeError: too far\nthrow new RangeError("too far");',
    );
    expect(saved(join(job.optMl, 'output/data/n.ipynb')).cells[1]!.outputs[0]).toMatchObject({ evalue: 'too far' });
  });

  it.each([
    ['a parameter that the notebook does not declare', { rnk: '3' }, 'declares no parameter "rnk"'],
    ['a notebook that is not in the code', { sagemaker_program: '../../x.ipynb' }, 'holds no ../../x.ipynb'],
    ['code that is not there', { sagemaker_submit_directory: 's3://code/none.tar.gz' }, 'cannot be fetched'],
    ['code that is not on S3', { sagemaker_submit_directory: '/code' }, 'no object of S3, nor a folder'],
    ['no program', { sagemaker_program: '' }, 'no hyperparameter sagemaker_program'],
  ])('fails, naming the reason, at %s', async (_, hyperparameters, text) => {
    const job = await start({ 'notebooks/n.ipynb': source(tagged) }, hyperparameters);
    expect(await job.exited).toBe(1);
    expect(job.read('output/failure')).toContain(text);
  });

  it('refuses an archive with links', async () => {
    const job = await start({ 'notebooks/n.ipynb': source(tagged) }, {}, { link: '/etc' });
    expect(await job.exited).toBe(1);
    expect(job.read('output/failure')).toContain('only files and folders');
    expect(existsSync(join(job.optMl, 'code/link'))).toBe(false);
  });

  it('refuses code that is no archive', async () => {
    const Body = 'no archive';
    await plane.clients().s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'text.tar.gz', Body }));
    const job = await start({}, { sagemaker_submit_directory: 's3://code/text.tar.gz' });
    expect(await job.exited).toBe(1);
    expect(job.read('output/failure')).toContain('cannot be fetched: TAR_BAD_ARCHIVE');
  });

  it('ends at SIGTERM with what ran', async () => {
    const job = await start(
      { 'notebooks/n.ipynb': source('console.log("first")', 'console.log("second"); for (;;);') },
      {},
    );
    await expect.poll(() => job.log(), { timeout: 20_000 }).toContain('\nsecond\n');
    job.child.kill('SIGTERM');
    expect(await job.exited).toBe(143);
    const { cells } = saved(join(job.optMl, 'output/data/n.ipynb'));
    expect(cells.map(({ metadata }) => metadata.papermill?.['status'])).toEqual(['completed', 'failed']);
  });

  const script = { sagemaker_program: 'src/train.py', sagemaker_submit_directory: CODE };
  const absent = pythonWith('json') === undefined;

  describe.skipIf(absent)(`a Python program${absent ? ' (skipped: there is no python3 here)' : ''}`, () => {
    it('runs with its hyperparameters as arguments and the SM_* of the toolkit', async () => {
      const files = {
        'requirements.txt': '# nothing yet\n',
        'lib.py': 'answer = 42\n',
        'src/train.py': [
          'import json, os, pathlib, sys',
          'import lib',
          'print("ndcg=%s;" % (lib.answer / 100), sys.argv[1:], os.path.basename(os.getcwd()))',
          'said = {k: v for k, v in os.environ.items() if k.startswith("SM_")}',
          'pathlib.Path(os.environ["SM_MODEL_DIR"], "m.json").write_text(json.dumps(said))',
        ].join('\n'),
        'model-code/inference.py': 'def model_fn(path): return 1',
      };
      const job = await start(files, { ...script, rank: '7', flag: 'true', m: '"x y"' });
      expect(await job.exited, job.log()).toBe(0);
      expect(job.log()).toBe("ndcg=0.42; ['--flag', 'True', '-m', 'x y', '--rank', '7'] code\n");
      expect(job.read('model/code/inference.py')).toBe(files['model-code/inference.py']);
      expect(JSON.parse(job.read('model/m.json'))).toMatchObject({
        SM_USER_ENTRY_POINT: 'src/train.py',
        SM_MODULE_NAME: 'src/train',
        SM_HPS: '{"flag":true,"m":"x y","rank":7}',
        SM_HP_FLAG: 'true',
        SM_CHANNEL_TRAIN: join(job.optMl, 'input/data/train'),
      });
    });

    it('runs a module of a package, and a script of the shell', async () => {
      const files = {
        'setup.py': '',
        'pack/__init__.py': 'where = "a package"',
        'pack/train.py': 'from . import where; import sys; print(where, sys.argv[1:])',
        'go.sh': 'echo shell "$@"; exit 3',
      };
      const module = await start(files, { ...script, sagemaker_program: 'pack.train', n: '1' });
      expect(await module.exited, module.log()).toBe(0);
      expect(module.log()).toBe("a package ['-n', '1']\n");
      const shell = await start(files, { ...script, sagemaker_program: 'go.sh', rank: '1' });
      expect(await shell.exited, shell.log()).toBe(3);
      expect(shell.log()).toContain('shell --rank 1\n');
      expect(shell.read('output/failure')).toBe('go.sh ended with exit code 3');
    });

    it.each([
      [
        'its exception',
        'def f():\n  raise ValueError("too far")\nf()',
        1,
        'train.py ended with exit code 1: ValueError: too far',
      ],
      ['its exit code', 'import sys; sys.exit(7)', 7, 'train.py ended with exit code 7'],
      [
        'what it says itself',
        'import os, sys; open(os.environ["SM_OUTPUT_DIR"] + "/failure", "w").write("my own"); sys.exit(2)',
        2,
        'my own',
      ],
    ])('fails with %s', async (_, source, code, failure) => {
      const job = await start({ 'src/train.py': source }, script);
      expect(await job.exited).toBe(code);
      expect(job.read('output/failure')).toBe(failure);
    });

    it.each([
      ['an index that is out of reach', 'numpy==2', { PIP_INDEX_URL: 'http://127.0.0.1:9/simple', PIP_FIND_LINKS: '' }],
      ['no Python', '', { GRADUS_PYTHON: '/nowhere/python3' }],
      ['a line that is not taken', '-e .', {}],
    ])('fails, saying what to do, at %s', async (_, requirements, env) => {
      const job = await start({ 'src/train.py': '', 'requirements.txt': requirements }, script, { env });
      expect(await job.exited).toBe(1);
      expect(job.read('output/failure')).toMatch(/PIP_INDEX_URL|Install Python 3\.9|Leave options out/);
    });

    it('ends at SIGTERM', async () => {
      const job = await start({ 'src/train.py': 'import time; print("begun"); time.sleep(600)' }, script);
      await expect.poll(() => job.log(), { timeout: 20_000 }).toContain('begun\n');
      job.child.kill('SIGTERM');
      expect(await job.exited).toBe(143);
    });
  });
});
