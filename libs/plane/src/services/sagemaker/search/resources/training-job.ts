/** Training jobs as Search shows them. */
import { decodeDocument } from '../../../../store/document.ts';
import { tagsOf } from '../../tags/tag-table.ts';
import type { TrainingJob } from '../../training/training-job-table.ts';
import { tagWatch, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_training_job';

export const trainingJob: SearchResource = {
  member: 'TrainingJob',
  shape: 'TrainingJob',
  table: TABLE,
  watches: [tagWatch(TABLE, 'training-job')],
  record: ({ document }, store) => {
    const job = decodeDocument<TrainingJob>(document);
    return { ...job, Tags: tagsOf(store, job.TrainingJobArn!) };
  },
};
