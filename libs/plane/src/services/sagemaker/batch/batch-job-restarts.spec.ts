/** Batch jobs through restarts of the plane: nothing lost, nothing twice; and the events of their lives. */
import { readdir, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CreateProcessingJobCommand, CreateTransformJobCommand } from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testPlane, waitFor, type TestPlane } from '../../../testing/index.ts';
import {
  endOfProcessingJob,
  PROCESSING_IMAGES,
  processingJob,
  processingOutput,
} from '../../../testing/processing-jobs.ts';
import {
  BATCH_BUCKET,
  createAdder,
  endOfTransformJob,
  jobLog,
  putObjects,
  readObjects,
  TRANSFORM_IMAGES,
  transformJob,
} from '../../../testing/transform-jobs.ts';

const IMAGES = { resolve: (uri: string) => PROCESSING_IMAGES.resolve(uri) ?? TRANSFORM_IMAGES.resolve(uri) };

describe('batch jobs', () => {
  let plane: TestPlane;
  beforeAll(async () => {
    plane = await testPlane({ images: IMAGES });
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: BATCH_BUCKET }));
    await createAdder(plane.clients(), 'adder');
  });
  afterAll(() => plane.close());
  const logged = async (kind: 'Transform' | 'Processing', name: string): Promise<string[]> =>
    Object.values(await jobLog(plane.clients(), kind, name).catch(() => ({}))).flat();

  it('of processing go on while the plane is down', async () => {
    const script =
      'i=0; until [ -e output/go ]; do i=$((i+1)); echo "step $i"; sleep 0.01; done; echo last; echo x > processing/output/o/x';
    const job = processingJob('survivor', script, {
      ProcessingOutputConfig: { Outputs: [processingOutput('o', 'survivor')] },
    });
    await plane.clients().sagemaker.send(new CreateProcessingJobCommand(job));
    for (let times = 0; times < 3; times += 1) {
      const had = (await logged('Processing', 'survivor')).length;
      await waitFor(async () => (await logged('Processing', 'survivor')).length > had);
      await plane.restart();
    }
    await writeFile(join(plane.dir, 'processing/111111111111/us-east-1/survivor/algo-1/output/go'), '');
    const ended = await endOfProcessingJob(plane.clients(), 'survivor');
    expect([ended.ProcessingJobStatus, ended.FailureReason]).toEqual(['Completed', undefined]);
    const lines = await logged('Processing', 'survivor');
    expect(lines).toEqual([...lines.slice(1).map((_line, index) => `step ${index + 1}`), 'last']);
    expect(await readObjects(plane.clients(), 'survivor/')).toEqual({ x: 'x\n' });
  });

  it('of transform go on with the objects that are left', async () => {
    const objects = Array.from({ length: 12 }, (_, index) => [
      `in/resumed/${String(index).padStart(2, '0')}`,
      `${index},1`,
    ]);
    await putObjects(plane.clients(), Object.fromEntries(objects) as Record<string, string>);
    const job = transformJob('resumed', { Environment: { SLEEP_MS: '60' } });
    await plane.clients().sagemaker.send(new CreateTransformJobCommand(job));
    const requests = async (): Promise<string[]> =>
      (await logged('Transform', 'resumed')).filter((line) => line.startsWith('request'));
    for (const count of [2, 6]) {
      await waitFor(async () => (await requests()).length >= count);
      await plane.restart();
    }
    const ended = await endOfTransformJob(plane.clients(), 'resumed');
    expect([ended.TransformJobStatus, ended.FailureReason]).toEqual(['Completed', undefined]);
    const outputs = await readObjects(plane.clients(), 'out/resumed/');
    expect(Object.values(outputs)).toEqual(objects.map((_object, index) => `${index + 1}\n`));
    // One that each restart met under way is asked again; those before it are not.
    expect((await requests()).length).toBeLessThanOrEqual(objects.length + 2);
    expect((await logged('Transform', 'resumed')).filter((line) => line === 'listening')).toHaveLength(1);
  });

  it('leave nothing behind, and tell of each status', async () => {
    await waitFor(
      async () => (await readdir(join(plane.dir, 'jobs'))).filter((name) => !name.startsWith('.')).length === 0,
    );
    for (const folder of ['processing', 'transform']) {
      expect(await readdir(join(plane.dir, folder, '111111111111', 'us-east-1'))).toEqual([]);
    }
    await plane.plane.close();
    const database = new Database(join(plane.dir, 'plane.db'), { readonly: true });
    const rows = database
      .prepare(
        "select detail_type, resources, detail from outbox where detail_type like 'SageMaker % Job State Change' order by seq",
      )
      .all() as { detail_type: string; resources: string; detail: string }[];
    database.close();
    const of = (kind: string): Record<string, unknown>[] =>
      rows.flatMap(({ detail_type, detail }) =>
        detail_type === `SageMaker ${kind} Job State Change` ? [JSON.parse(detail) as Record<string, unknown>] : [],
      );
    expect(of('Processing').map(({ ProcessingJobStatus }) => ProcessingJobStatus)).toEqual([
      'InProgress',
      'InProgress',
      'Completed',
    ]);
    expect(of('Transform').map(({ TransformJobStatus }) => TransformJobStatus)).toEqual([
      'InProgress',
      'InProgress',
      'Completed',
    ]);
    expect(of('Transform').at(-1)).toMatchObject({
      TransformJobName: 'resumed',
      TransformEndTime: expect.stringMatching(/^\d{13}$/) as string,
    });
    expect(rows[0]!.resources).toBe('["arn:aws:sagemaker:us-east-1:111111111111:processing-job/survivor"]');
    rmSync(plane.dir, { recursive: true, force: true });
  });
});
