/** Experiments as Search shows them. */
import type { Experiment } from '../../experiments/experiment-table.ts';
import { documentsOf, tagged, tagWatch, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_experiment';

export const experiment: SearchResource = {
  member: 'Experiment',
  shape: 'Experiment',
  table: TABLE,
  watches: [tagWatch(TABLE, 'experiment')],
  records: (rows, store) => tagged(documentsOf<Experiment>(rows), store, ({ ExperimentArn }) => ExperimentArn),
};
