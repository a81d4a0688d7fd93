/** Training jobs as Search shows them. */
import type { TrainingJob } from '../../training/training-job-table.ts';
import { documentsOf, tagged, tagWatch, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_training_job';

export const trainingJob: SearchResource = {
  member: 'TrainingJob',
  shape: 'TrainingJob',
  table: TABLE,
  watches: [tagWatch(TABLE, 'training-job')],
  records: (rows, store) => tagged(documentsOf<TrainingJob>(rows), store, ({ TrainingJobArn }) => TrainingJobArn),
};
