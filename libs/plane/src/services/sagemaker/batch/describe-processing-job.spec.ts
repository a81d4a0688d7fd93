import { CreateProcessingJobCommand, DescribeProcessingJobCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import { endOfProcessingJob, PROCESSING_IMAGES, processingJob } from '../../../testing/processing-jobs.ts';
import { withPlane } from '../../../testing/with-plane.ts';

describe('DescribeProcessingJob', () => {
  const plane = withPlane({ images: PROCESSING_IMAGES });
  const read = (name: string, account = 0) =>
    plane.clients(account).sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: name }));

  plane.executes('sagemaker:DescribeProcessingJob', { seenBy: 'sagemaker:CreateProcessingJob' }, async () => {
    await plane.clients().sagemaker.send(new CreateProcessingJobCommand(processingJob('job', 'true')));
    expect(await read('job')).toMatchObject({
      ProcessingJobName: 'job',
      AppSpecification: { ImageUri: 'spec/bare:1' },
    });
    await endOfProcessingJob(plane.clients(), 'job');
  });

  it('does not find what is not there, or another account’s', async () => {
    const missing = { name: 'ValidationException', message: 'Could not find requested job with name: none' };
    await expect(read('none')).rejects.toMatchObject(missing);
    await expect(read('job', 1)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
