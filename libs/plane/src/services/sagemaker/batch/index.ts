/** SageMaker's batch jobs, processing and transform: what the service is made of here. */
import { defineArea } from '../area.ts';
import { createProcessingJob } from './create-processing-job.ts';
import { createTransformJob } from './create-transform-job.ts';
import { describeProcessingJob } from './describe-processing-job.ts';
import { describeTransformJob } from './describe-transform-job.ts';
import { listProcessingJobs } from './list-processing-jobs.ts';
import { listTransformJobs } from './list-transform-jobs.ts';
import { processingJobMachine } from './processing-job-effects.ts';
import { processingJobTable } from './processing-job-table.ts';
import { stopProcessingJob } from './stop-processing-job.ts';
import { stopTransformJob } from './stop-transform-job.ts';
import { transformJobMachine } from './transform-job-effects.ts';
import { transformJobTable } from './transform-job-table.ts';

export const batch = defineArea({
  schema: [...processingJobTable.schema, ...transformJobTable.schema],
  machines: [processingJobMachine, transformJobMachine],
  handlers: {
    CreateProcessingJob: createProcessingJob,
    CreateTransformJob: createTransformJob,
    DescribeProcessingJob: describeProcessingJob,
    DescribeTransformJob: describeTransformJob,
    ListProcessingJobs: listProcessingJobs,
    ListTransformJobs: listTransformJobs,
    StopProcessingJob: stopProcessingJob,
    StopTransformJob: stopTransformJob,
  },
});
