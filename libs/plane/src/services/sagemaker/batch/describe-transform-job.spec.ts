import { CreateTransformJobCommand, DescribeTransformJobCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { createAdder, endOfTransformJob, TRANSFORM_IMAGES, transformJob } from '../../../testing/transform-jobs.ts';
import { withPlane } from '../../../testing/with-plane.ts';

describe('DescribeTransformJob', () => {
  const plane = withPlane({ images: TRANSFORM_IMAGES });
  const read = (name: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DescribeTransformJobCommand({ TransformJobName: name }));

  plane.executes('sagemaker:DescribeTransformJob', { seenBy: 'sagemaker:CreateTransformJob' }, async () => {
    await createAdder(plane.clients(), 'adder');
    await plane.clients().sagemaker.send(new CreateTransformJobCommand(transformJob('job', { MaxPayloadInMB: 2 })));
    expect(await read('job')).toMatchObject({ TransformJobName: 'job', MaxPayloadInMB: 2 });
    await endOfTransformJob(plane.clients(), 'job');
  });

  it('does not find what is not there, or another account’s', async () => {
    const missing = { name: 'ValidationException', message: 'Could not find requested job with name: none' };
    await expect(read('none')).rejects.toMatchObject(missing);
    await expect(read('job', 1)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
