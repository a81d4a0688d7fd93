/** The statuses of a training job, and the transitions that DescribeTrainingJob and EventBridge tell of. */
import type { SecondaryStatus, TrainingJobStatus } from '@aws-sdk/client-sagemaker';
import type { Step } from '../../../engine/engine.ts';
import { trainingJobEvent } from './training-job-event.ts';
import type { TrainingJob } from './training-job-table.ts';
import type { TrainingEffect, TrainingState } from './training-state.ts';

export type TrainingStep = Step<TrainingState, TrainingEffect>;

const MESSAGES: Partial<Record<SecondaryStatus, string>> = {
  Starting: 'Preparing the instances for training',
  Downloading: 'Downloading input data',
  Training: 'Training image download completed. Training in progress.',
  Interrupted: 'Training job was interrupted: spot capacity is not available',
  Uploading: 'Uploading generated training model',
  Completed: 'Training job completed',
  Failed: 'Training job failed',
  Stopping: 'Stopping the training job',
  Stopped: 'Training job stopped',
  MaxRuntimeExceeded: 'Training job runtime exceeded MaxRuntimeInSeconds provided',
  MaxWaitTimeExceeded: 'Training job runtime exceeded MaxWaitTimeInSeconds provided',
};

/** Enters a secondary status: ends the transition that is open, and begins the next. */
export const enter = (
  state: TrainingState,
  now: number,
  status: TrainingJobStatus,
  secondary: SecondaryStatus,
  change: Partial<TrainingJob> = {},
): TrainingState => {
  const time = new Date(now);
  const transitions = [...(state.job.SecondaryStatusTransitions ?? [])];
  const open = transitions.at(-1);
  if (open && !open.EndTime) transitions[transitions.length - 1] = { ...open, EndTime: time };
  const ended = status === 'Completed' || status === 'Failed' || status === 'Stopped';
  const message = status === 'Failed' ? (change.FailureReason ?? MESSAGES.Failed) : MESSAGES[secondary];
  transitions.push({
    Status: secondary,
    StartTime: time,
    ...(ended && { EndTime: time }),
    StatusMessage: message,
  });
  return {
    ...state,
    job: {
      ...state.job,
      ...change,
      TrainingJobStatus: status,
      SecondaryStatus: secondary,
      SecondaryStatusTransitions: transitions,
      LastModifiedTime: time,
    },
  };
};

/** A step that EventBridge hears of. */
export const announced = (state: TrainingState, rest: Omit<TrainingStep, 'state' | 'events'> = {}): TrainingStep => ({
  state,
  ...rest,
  events: [trainingJobEvent(state.job)],
});
