/** How long a training job has trained and been interrupted, as its transitions tell. */
import type { SecondaryStatus } from '@aws-sdk/client-sagemaker';
import type { TrainingJob } from './training-job-table.ts';

/** Milliseconds spent in a secondary status, in all its transitions; one that is open counts up to `now`. */
export const timeIn = (job: TrainingJob, status: SecondaryStatus, now: number): number =>
  (job.SecondaryStatusTransitions ?? [])
    .filter(({ Status }) => Status === status)
    .reduce((sum, { StartTime, EndTime }) => sum + (EndTime?.getTime() ?? now) - StartTime!.getTime(), 0);

/** When the transition that is open began. */
export const since = (job: TrainingJob): number => job.SecondaryStatusTransitions!.at(-1)!.StartTime!.getTime();

/** When the hosts were last started: the start of the newest Starting. */
export const attemptStart = (job: TrainingJob): number =>
  job.SecondaryStatusTransitions!.findLast(({ Status }) => Status === 'Starting')!.StartTime!.getTime();
