import {
  CreateTransformJobCommand,
  DescribeTransformJobCommand,
  StopTransformJobCommand,
} from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  BATCH_BUCKET,
  createAdder,
  endOfTransformJob,
  jobLog,
  putObjects,
  readObjects,
  runTransformJob,
  TRANSFORM_IMAGES,
  transformJob,
} from '../../../testing/transform-jobs.ts';
import { waitFor } from '../../../testing/wait-for.ts';
import { withPlane } from '../../../testing/with-plane.ts';

describe('StopTransformJob', () => {
  const plane = withPlane({ images: TRANSFORM_IMAGES });
  beforeAll(async () => {
    await plane.clients().s3.send(new CreateBucketCommand({ Bucket: BATCH_BUCKET }));
    await createAdder(plane.clients(), 'adder');
  });
  const stop = (name: string): Promise<unknown> =>
    plane.clients().sagemaker.send(new StopTransformJobCommand({ TransformJobName: name }));

  plane.executes('sagemaker:StopTransformJob', { seenBy: 'sagemaker:DescribeTransformJob' }, async () => {
    await putObjects(plane.clients(), { 'in/halted/a': '1', 'in/halted/b': 'wait' });
    await plane.clients().sagemaker.send(new CreateTransformJobCommand(transformJob('halted')));
    await waitFor(async () => JSON.stringify(await jobLog(plane.clients(), 'Transform', 'halted')).includes('wait'));
    await stop('halted');
    const described = await plane
      .clients()
      .sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: 'halted' }));
    expect(described.TransformJobStatus).toMatch(/^Stopp(ing|ed)$/);
    const job = await endOfTransformJob(plane.clients(), 'halted');
    expect([job.TransformJobStatus, job.FailureReason]).toEqual(['Stopped', undefined]);
    expect(await readObjects(plane.clients(), 'out/halted/')).toEqual({});
  });

  it('ends a job whose container has not started yet', async () => {
    await putObjects(plane.clients(), { 'in/early/a': 'wait' });
    await plane.clients().sagemaker.send(new CreateTransformJobCommand(transformJob('early')));
    await stop('early');
    expect((await endOfTransformJob(plane.clients(), 'early')).TransformJobStatus).toBe('Stopped');
  });

  it('refuses a job that has ended, and one that is not there', async () => {
    await putObjects(plane.clients(), { 'in/over/a': '1' });
    await runTransformJob(plane.clients(), transformJob('over'));
    await expect(stop('over')).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The request was rejected because the transform job is in status Completed.',
    });
    await expect(stop('none')).rejects.toThrow('Could not find requested job with name: none');
  });
});
