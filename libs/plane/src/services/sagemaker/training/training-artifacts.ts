/** Where a training job's archives go. */
import type { TrainingJob } from './training-job-table.ts';

/** The S3 URIs of `model.tar.gz` and `output.tar.gz`. */
export const artifactUris = (
  job: Pick<TrainingJob, 'OutputDataConfig' | 'TrainingJobName'>,
): { readonly model: string; readonly output: string } => {
  const base = `${job.OutputDataConfig!.S3OutputPath!.replace(/\/+$/, '')}/${job.TrainingJobName!}/output`;
  return { model: `${base}/model.tar.gz`, output: `${base}/output.tar.gz` };
};
