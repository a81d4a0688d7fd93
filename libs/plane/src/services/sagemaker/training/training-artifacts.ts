/**
 * Where a training job's artifacts go.
 * @source unverified - the prefix of a model that is not compressed
 */
import type { TrainingJob } from './training-job-table.ts';

/** The S3 URIs of `model.tar.gz`, or of the prefix of an uncompressed model, and of `output.tar.gz`. */
export const artifactUris = (
  job: Pick<TrainingJob, 'OutputDataConfig' | 'TrainingJobName'>,
): { readonly model: string; readonly output: string } => {
  const { S3OutputPath, CompressionType } = job.OutputDataConfig!;
  const base = `${S3OutputPath!.replace(/\/+$/, '')}/${job.TrainingJobName!}/output`;
  return {
    model: `${base}/${CompressionType === 'NONE' ? 'model/' : 'model.tar.gz'}`,
    output: `${base}/output.tar.gz`,
  };
};
