import { ListTransformJobsCommand } from '@aws-sdk/client-sagemaker';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { describe, expect } from 'vitest';
import {
  BATCH_BUCKET,
  createAdder,
  putObjects,
  runTransformJob,
  TRANSFORM_IMAGES,
  transformJob,
} from '../../../testing/transform-jobs.ts';
import { withPlane } from '../../../testing/with-plane.ts';

describe('ListTransformJobs', () => {
  const plane = withPlane({ images: TRANSFORM_IMAGES });

  plane.executes('sagemaker:ListTransformJobs', { seenBy: 'sagemaker:CreateTransformJob' }, async () => {
    const clients = plane.clients();
    await clients.s3.send(new CreateBucketCommand({ Bucket: BATCH_BUCKET }));
    await createAdder(clients, 'adder');
    await putObjects(clients, { 'in/good/a': '1', 'in/bad/a': 'status 400' });
    await runTransformJob(clients, transformJob('good'));
    await runTransformJob(clients, transformJob('bad'));
    const { TransformJobSummaries } = await clients.sagemaker.send(new ListTransformJobsCommand({}));
    const times = { CreationTime: expect.any(Date) as Date, LastModifiedTime: expect.any(Date) as Date };
    expect(TransformJobSummaries).toMatchObject([
      { ...times, TransformJobName: 'bad', TransformJobStatus: 'Failed', FailureReason: expect.any(String) as string },
      {
        ...times,
        TransformJobName: 'good',
        TransformJobStatus: 'Completed',
        TransformEndTime: expect.any(Date) as Date,
      },
    ]);
  });
});
