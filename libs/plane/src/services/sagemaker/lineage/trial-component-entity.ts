/** Trial components as lineage sees them: the stage of a job, named after it. */
import type { NewEntity } from './lineage-entity-table.ts';

export const TRIAL_COMPONENT = 'experiment-trial-component';

/** The jobs that SageMaker makes trial components of: the end of the component's name, and its type in lineage. */
const JOBS = {
  training: { suffix: '-aws-training-job', type: 'SageMakerTrainingJob' },
  processing: { suffix: '-aws-processing-job', type: 'SageMakerProcessingJob' },
  transform: { suffix: '-aws-transform-job', type: 'SageMakerTransformJob' },
} as const;

export type TrackedJob = keyof typeof JOBS;

export const trialComponentName = (job: TrackedJob, jobName: string): string => `${jobName}${JOBS[job].suffix}`;

export const trialComponentType = (name: string): string =>
  Object.values(JOBS).find(({ suffix }) => name.endsWith(suffix))?.type ?? 'TrialComponent';

/** `source` is the job's ARN, `created` service time in milliseconds. */
export const trialComponentEntity = (
  name: string,
  source: string,
  created: number,
): NewEntity<typeof TRIAL_COMPONENT> => ({
  kind: TRIAL_COMPONENT,
  name,
  type: trialComponentType(name),
  source,
  manual: false,
  document: { CreationTime: new Date(created), LastModifiedTime: new Date(created) },
});
