/**
 * StopProcessingJob: SIGTERM to the containers, and SIGKILL 120 seconds later.
 * @source docs
 * @source unverified - the wait, as for training jobs; that outputs of mode EndOfJob are not uploaded; the text for a job
 * that has ended
 */
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { processingMachineId } from './processing-job-effects.ts';
import { processingJobTable } from './processing-job-table.ts';
import { STOP_SIGNAL } from './processing-state.ts';

export const stopProcessingJob: SageMakerHandler<'StopProcessingJob'> = (input, context) => {
  const { ProcessingJobStatus: status } = processingJobTable.require(context, input.ProcessingJobName);
  if (status !== 'InProgress' && status !== 'Stopping') {
    throw validationException(`The request was rejected because the processing job is in status ${status}.`);
  }
  context.plane.engine.signal(processingMachineId(context, input.ProcessingJobName), STOP_SIGNAL);
  return {};
};
