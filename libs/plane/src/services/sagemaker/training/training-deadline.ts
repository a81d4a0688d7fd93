/** When a training job's time is over: of running, of waiting for spot capacity, or of being without it. */
import type { StopReason, TrainingState } from './training-state.ts';
import { since, timeIn } from './training-times.ts';

export interface Deadline {
  readonly at: number;
  readonly kind: Exclude<StopReason, 'requested'> | 'resume';
}

/** The next of them, in service time; undefined when nothing limits what the job does now. */
export const nextDeadline = ({ job, stopReason, interrupted }: TrainingState): Deadline | undefined => {
  if (stopReason) return undefined;
  const { MaxRuntimeInSeconds: run, MaxWaitTimeInSeconds: wait } = job.StoppingCondition ?? {};
  const begun = since(job);
  const deadlines: Deadline[] = [];
  if (job.SecondaryStatus === 'Interrupted') deadlines.push({ at: begun + interrupted!.awayMs, kind: 'resume' });
  if (run !== undefined && job.SecondaryStatus === 'Training') {
    const before = timeIn(job, 'Training', begun);
    deadlines.push({ at: begun + run * 1000 - before, kind: 'max-runtime' });
  }
  if (wait !== undefined) deadlines.push({ at: job.CreationTime!.getTime() + wait * 1000, kind: 'max-wait' });
  return deadlines.sort((one, other) => one.at - other.at)[0];
};

/** As the engine takes it. */
export const dueAt = (state: TrainingState): number | null => nextDeadline(state)?.at ?? null;
