/**
 * StopTransformJob: ends the containers of a job; nothing of its output is stored.
 * @source docs
 * @source unverified - the text for a job that has ended
 */
import { validationException } from '../../../wire/aws-error.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import { transformMachineId } from './transform-job-effects.ts';
import { transformJobTable } from './transform-job-table.ts';
import { STOP_SIGNAL } from './transform-state.ts';

export const stopTransformJob: SageMakerHandler<'StopTransformJob'> = (input, context) => {
  const { TransformJobStatus: status } = transformJobTable.require(context, input.TransformJobName);
  if (status !== 'InProgress' && status !== 'Stopping') {
    throw validationException(`The request was rejected because the transform job is in status ${status}.`);
  }
  context.plane.engine.signal(transformMachineId(context, input.TransformJobName), STOP_SIGNAL);
  return {};
};
