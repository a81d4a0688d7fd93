import {
  CreateProcessingJobCommand,
  DescribeProcessingJobCommand,
  StopProcessingJobCommand,
} from '@aws-sdk/client-sagemaker';
import { describe, expect, it } from 'vitest';
import {
  endOfProcessingJob,
  PROCESSING_IMAGES,
  processingJob,
  runProcessingJob,
} from '../../../testing/processing-jobs.ts';
import { jobLog } from '../../../testing/transform-jobs.ts';
import { waitFor } from '../../../testing/wait-for.ts';
import { withPlane } from '../../../testing/with-plane.ts';

describe('StopProcessingJob', () => {
  const plane = withPlane({ images: PROCESSING_IMAGES });
  const stop = (name: string): Promise<unknown> =>
    plane.clients().sagemaker.send(new StopProcessingJobCommand({ ProcessingJobName: name }));
  const begun = (name: string): Promise<boolean> =>
    waitFor(async () => {
      const log = await jobLog(plane.clients(), 'Processing', name).catch(() => ({}));
      return Object.values(log).flat().includes('begun');
    });
  const script =
    'trap "echo told; printf partly > output/message; exit 9" TERM; echo begun; while :; do sleep 0.02; done';

  plane.executes('sagemaker:StopProcessingJob', { seenBy: 'sagemaker:DescribeProcessingJob' }, async () => {
    await plane.clients().sagemaker.send(new CreateProcessingJobCommand(processingJob('halted', script)));
    await begun('halted');
    await stop('halted');
    const { ProcessingJobStatus } = await plane
      .clients()
      .sagemaker.send(new DescribeProcessingJobCommand({ ProcessingJobName: 'halted' }));
    expect(ProcessingJobStatus).toMatch(/^Stopp(ing|ed)$/);
    expect(await endOfProcessingJob(plane.clients(), 'halted')).toMatchObject({
      ProcessingJobStatus: 'Stopped',
      ExitMessage: 'partly',
    });
    expect(Object.values(await jobLog(plane.clients(), 'Processing', 'halted'))).toEqual([['begun', 'told']]);
  });

  it('is what MaxRuntimeInSeconds does too', async () => {
    const StoppingCondition = { MaxRuntimeInSeconds: 3600 };
    const input = processingJob('too-long', script, { StoppingCondition });
    await plane.clients().sagemaker.send(new CreateProcessingJobCommand(input));
    await begun('too-long');
    plane.clock.set({ time: plane.clock.now() + 3_600_000 });
    expect((await endOfProcessingJob(plane.clients(), 'too-long')).ProcessingJobStatus).toBe('Stopped');
  });

  it('refuses a job that has ended, and one that is not there', async () => {
    await runProcessingJob(plane.clients(), processingJob('over', 'exit 1'));
    await expect(stop('over')).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'The request was rejected because the processing job is in status Failed.',
    });
    await expect(stop('none')).rejects.toThrow('Could not find requested job with name: none');
  });
});
