import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { withPlane } from '@gradus/plane/testing';
import { create } from 'tar';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './testing/bundle.ts';
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
  const start = async (files: Record<string, string>, hyperparameters: Record<string, string>, link?: string) => {
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
    write('resourceconfig.json', { current_host: 'algo-1', hosts: ['algo-1'], network_interface_name: 'eth0' });
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
    ['code that is not on S3', { sagemaker_submit_directory: '/code' }, 'no object of S3'],
    ['no program', { sagemaker_program: '' }, 'no hyperparameter sagemaker_program'],
  ])('fails, naming the reason, at %s', async (_, hyperparameters, text) => {
    const job = await start({ 'notebooks/n.ipynb': source(tagged) }, hyperparameters);
    expect(await job.exited).toBe(1);
    expect(job.read('output/failure')).toContain(text);
  });

  it('refuses an archive with links', async () => {
    const job = await start({ 'notebooks/n.ipynb': source(tagged) }, {}, '/etc');
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
});
