/** Experiments as Search shows them. */
import { decodeDocument } from '../../../../store/document.ts';
import type { Experiment } from '../../experiments/experiment-table.ts';
import { tagsOf } from '../../tags/tag-table.ts';
import { tagWatch, type SearchResource } from '../search-resource.ts';

const TABLE = 'sagemaker_experiment';

export const experiment: SearchResource = {
  member: 'Experiment',
  shape: 'Experiment',
  table: TABLE,
  watches: [tagWatch(TABLE, 'experiment')],
  record: ({ document }, store) => {
    const described = decodeDocument<Experiment>(document);
    return { ...described, Tags: tagsOf(store, described.ExperimentArn!) };
  },
};
