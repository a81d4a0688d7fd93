/**
 * ListTrainingJobs: the training jobs of the account, a page at a time.
 * @source docs - by creation time, descending, unless told otherwise
 */
import { after, before, contains, equals } from '../../../store/page-filter.ts';
import { page } from '../../../store/page.ts';
import { decodeDocument } from '../../../store/document.ts';
import type { SageMakerHandler } from '../sagemaker-handler.ts';
import type { TrainingJob } from './training-job-table.ts';

const SORT = { CreationTime: ['created', 'name'], Name: ['name'], Status: ['status', 'name'] } as const;

export const listTrainingJobs: SageMakerHandler<'ListTrainingJobs'> = (input, context) => {
  // No job of the plane has a warm pool or a training plan: what asks for one matches none.
  if (input.WarmPoolStatusEquals !== undefined || input.TrainingPlanArnEquals !== undefined) {
    return { TrainingJobSummaries: [] };
  }
  const { rows, nextToken } = page<{ document: string }>(context.plane.store, {
    operation: 'ListTrainingJobs',
    table: 'sagemaker_training_job',
    columns: ['document'],
    scope: context,
    where: [
      after('created', input.CreationTimeAfter),
      before('created', input.CreationTimeBefore),
      after('modified', input.LastModifiedTimeAfter),
      before('modified', input.LastModifiedTimeBefore),
      contains('name', input.NameContains),
      equals('status', input.StatusEquals),
    ],
    sort: SORT[input.SortBy ?? 'CreationTime'],
    order: input.SortOrder ?? 'Descending',
    maxResults: input.MaxResults,
    nextToken: input.NextToken,
  });
  return {
    TrainingJobSummaries: rows.map(({ document }) => {
      const job = decodeDocument<TrainingJob>(document);
      return {
        TrainingJobName: job.TrainingJobName,
        TrainingJobArn: job.TrainingJobArn,
        CreationTime: job.CreationTime,
        TrainingEndTime: job.TrainingEndTime,
        LastModifiedTime: job.LastModifiedTime,
        TrainingJobStatus: job.TrainingJobStatus,
        SecondaryStatus: job.SecondaryStatus,
      };
    }),
    NextToken: nextToken,
  };
};
