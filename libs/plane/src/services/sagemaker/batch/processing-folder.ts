/** Where a processing job keeps its hosts' files on this machine, and how its containers are named. */
import { join, posix } from 'node:path';
import type { EffectContext } from '../../../engine/engine.ts';
import type { ProcessingJob } from './processing-job-table.ts';

export const processingFolder = ({ plane, ref }: EffectContext, job: ProcessingJob): string =>
  join(plane.dir, 'processing', ref.accountId, ref.region, job.ProcessingJobName!);

/** What a host's container sees as `/opt/ml`. */
export const hostFolder = (context: EffectContext, job: ProcessingJob, host: string): string =>
  join(processingFolder(context, job), host);

export const processingContainerId = ({ ref }: EffectContext, job: ProcessingJob, host: string): string =>
  `process-${ref.accountId}-${ref.region}-${job.ProcessingJobName!}-${host}`;

/** Relative to `/opt/ml`; undefined for a path that does not lie below `/opt/ml/processing`. */
export const processingPath = (localPath: string): string | undefined => {
  const path = posix.relative('/opt/ml', posix.normalize(localPath));
  return posix.isAbsolute(localPath) && path.startsWith('processing/') ? path : undefined;
};
