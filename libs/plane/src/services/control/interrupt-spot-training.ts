/**
 * InterruptSpotTraining: takes the spot capacity of a training job away, as EC2 does on AWS when others pay more. The job
 * has two minutes to save what it can; it starts over from its checkpoints when capacity is back.
 */
import { machineId } from '../../engine/machine-id.ts';
import type { Handlers } from '../../service.ts';
import { validationException } from '../../wire/aws-error.ts';
import type { ControlOperations } from './control-operations.ts';

interface Described {
  readonly EnableManagedSpotTraining?: boolean;
  readonly SecondaryStatus?: string;
}

export const interruptSpotTraining: Handlers<ControlOperations>['InterruptSpotTraining'] = async (input, context) => {
  const { TrainingJobName, AwaySeconds = 0 } = input;
  const { plane } = context;
  const job = await plane.call<Described>('sagemaker', 'DescribeTrainingJob', { TrainingJobName }, context);
  if (!job.EnableManagedSpotTraining) {
    throw validationException(`Training job ${TrainingJobName} does not use spot capacity.`);
  }
  if (job.SecondaryStatus !== 'Training') {
    throw validationException(`Training job ${TrainingJobName} is not in Training but in ${job.SecondaryStatus}.`);
  }
  const machine = machineId('training-job', context, TrainingJobName);
  plane.engine.signal(machine, 'interrupt', { awayMs: AwaySeconds * 1000 });
  return {};
};
