/** A transform job of the serving image that models of this workspace are served by: CSV in, its predictions beside it. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateModelCommand } from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { build } from 'esbuild';
import { create } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageRegistry } from '../../../jobs/images.ts';
import { testPlane, type TestPlane } from '../../../testing/index.ts';
import {
  BATCH_BUCKET,
  putObjects,
  readObjects,
  runTransformJob,
  transformJob,
} from '../../../testing/transform-jobs.ts';

const WORKSPACE = new URL('../../../../../../', import.meta.url).pathname;

const PREDICT = `
export const load = async () => 3;
export const predict = ({ x }, weight) => ({ y: x * weight });`;

const SIGNATURE = {
  input: { type: 'object', properties: { x: { type: 'number' } }, required: ['x'], additionalProperties: false },
  output: { type: 'object', properties: { y: { type: 'number' } } },
};

describe('a transform job of the serving image', () => {
  let folder: string;
  let plane: TestPlane;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gradus-serving-'));
    const outfile = join(folder, 'container.mjs');
    await build({
      entryPoints: [join(WORKSPACE, 'libs/serving/src/container.ts')],
      ...{ outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error', conditions: ['@gradus/source'] },
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    const serve = [process.execPath, outfile];
    plane = await testPlane({
      images: imageRegistry([{ pattern: /^gradus\/serving:1$/, runtime: { name: 'serving', argv: { serve } } }]),
    });
  }, 60_000);
  afterAll(async () => {
    await plane.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('adds predictions to rows', async () => {
    const clients = plane.clients();
    await clients.s3.send(new CreateBucketCommand({ Bucket: BATCH_BUCKET }));
    const model = join(folder, 'model');
    await mkdir(join(model, 'code'), { recursive: true });
    await writeFile(join(model, 'code', 'predict.mjs'), PREDICT);
    await writeFile(join(model, 'signature.json'), JSON.stringify(SIGNATURE));
    await create({ gzip: true, cwd: model, file: join(folder, 'model.tar.gz') }, ['code', 'signature.json']);
    await putObjects(clients, {
      'model.tar.gz': await readFile(join(folder, 'model.tar.gz')),
      'in/rows/a.jsonl': '{"id":"p","features":{"x":1}}\n{"id":"q","features":{"x":2}}\n',
    });
    await clients.sagemaker.send(
      new CreateModelCommand({
        ModelName: 'weights',
        ExecutionRoleArn: 'arn:aws:iam::111111111111:role/service/Model',
        PrimaryContainer: { Image: 'gradus/serving:1', ModelDataUrl: `s3://${BATCH_BUCKET}/model.tar.gz` },
      }),
    );
    const job = await runTransformJob(
      clients,
      transformJob('rows', {
        ModelName: 'weights',
        BatchStrategy: 'SingleRecord',
        MaxConcurrentTransforms: 2,
        input: { ContentType: 'application/json' },
        output: { Accept: 'application/json' },
        DataProcessing: { InputFilter: '$.features', JoinSource: 'Input', OutputFilter: "$['id','SageMakerOutput']" },
      }),
    );
    expect([job.TransformJobStatus, job.FailureReason]).toEqual(['Completed', undefined]);
    expect(await readObjects(clients, 'out/rows/')).toEqual({
      'a.jsonl.out': '{"id":"p","SageMakerOutput":{"y":3}}\n{"id":"q","SageMakerOutput":{"y":6}}\n',
    });
  });
});
