/**
 * StopTrainingJob: SIGTERM to the container, and SIGKILL 120 seconds later; what it left is uploaded.
 * @source docs - the text for a job that has ended is from a report of SageMaker's answer
 */
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { trainingMachineId } from './training-job-effects.ts';
import { requireTrainingJob } from './training-job-table.ts';
import { STOP_SIGNAL } from './training-state.ts';

export const stopTrainingJob: SageMakerHandler<'StopTrainingJob'> = (input, context) => {
  const { TrainingJobStatus: status } = requireTrainingJob(context, input.TrainingJobName);
  if (status !== 'InProgress' && status !== 'Stopping') {
    throw validationException(`The request was rejected because the training job is in status ${status}.`);
  }
  context.plane.engine.signal(trainingMachineId(context, input.TrainingJobName), STOP_SIGNAL);
  return {};
};
