import { ListProcessingJobsCommand } from '@aws-sdk/client-sagemaker';
import { describe, expect } from 'vitest';
import { PROCESSING_IMAGES, processingJob, runProcessingJob } from '../../../testing/processing-jobs.ts';
import { withPlane } from '../../../testing/with-plane.ts';

describe('ListProcessingJobs', () => {
  const plane = withPlane({ images: PROCESSING_IMAGES });

  plane.executes('sagemaker:ListProcessingJobs', { seenBy: 'sagemaker:CreateProcessingJob' }, async () => {
    const clients = plane.clients();
    await runProcessingJob(clients, processingJob('good', 'printf hello > output/message'));
    await runProcessingJob(clients, processingJob('bad', 'exit 1'));
    const { ProcessingJobSummaries } = await clients.sagemaker.send(new ListProcessingJobsCommand({}));
    const times = { CreationTime: expect.any(Date) as Date, LastModifiedTime: expect.any(Date) as Date };
    expect(ProcessingJobSummaries).toMatchObject([
      { ...times, ProcessingJobName: 'good', ProcessingJobStatus: 'Completed', ExitMessage: 'hello' },
      { ...times, ProcessingJobName: 'bad', FailureReason: 'AlgorithmError: , exit code: 1' },
    ]);
  });
});
