/** SageMaker's training jobs: what the service is made of here. */
import { defineArea } from '../area.ts';
import { createTrainingJob } from './create-training-job.ts';
import { describeTrainingJob } from './describe-training-job.ts';
import { listTrainingJobs } from './list-training-jobs.ts';
import { stopTrainingJob } from './stop-training-job.ts';
import { trainingJobMachine } from './training-job-machine.ts';
import { TRAINING_JOB_SCHEMA } from './training-job-table.ts';

export const training = defineArea({
  schema: [...TRAINING_JOB_SCHEMA],
  machines: [trainingJobMachine],
  handlers: {
    CreateTrainingJob: createTrainingJob,
    DescribeTrainingJob: describeTrainingJob,
    ListTrainingJobs: listTrainingJobs,
    StopTrainingJob: stopTrainingJob,
  },
});
