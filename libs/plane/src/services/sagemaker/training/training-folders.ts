/** Where a training job keeps its files on this machine, and how its containers are named. */
import { join } from 'node:path';
import type { EffectContext } from '../../../engine/engine.ts';
import type { TrainingJob } from './training-job-table.ts';
import type { TrainingState } from './training-state.ts';

/** Everything of the job. A host's name has no dot: what has one is out of its containers' reach. */
export const jobFolder = ({ plane, ref }: EffectContext, job: TrainingJob): string =>
  join(plane.dir, 'training', ref.accountId, ref.region, job.TrainingJobName!);

/** What a host's container sees as `/opt/ml`. */
export const hostFolder = (context: EffectContext, job: TrainingJob, host: string): string =>
  join(jobFolder(context, job), host);

/** For archives while they are made. */
export const archiveFolder = (context: EffectContext, job: TrainingJob): string =>
  join(jobFolder(context, job), 'archive.tmp');

/** What of a host's checkpoints is in S3. */
export const checkpointRecord = (context: EffectContext, job: TrainingJob, host: string): string =>
  join(jobFolder(context, job), `${host}.checkpoints.json`);

export const trainingContainerId = (
  { ref: { accountId, region } }: EffectContext,
  { job, attempt }: Pick<TrainingState, 'job' | 'attempt'>,
  host: string,
): string => `train-${accountId}-${region}-${job.TrainingJobName!}-${host}${attempt === 1 ? '' : `.${attempt}`}`;
