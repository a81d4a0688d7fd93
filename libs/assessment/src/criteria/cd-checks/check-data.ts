/** Level 2, CD: data for training again or for batches is validated. */
import { ofPipeline } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const checkData = criterion({
  id: 'check-data',
  level: 2,
  list: 'cd-checks',
  title: 'Data is validated, for training again and for batches',
  source: 'The data is validated before a model is trained again on it or predicts a batch of it.',
  attestable: true,
  judge: ofPipeline((pipeline) => {
    const link = resourceLink(`pipeline ${pipeline.name}`, pipeline.arn);
    const first = pipeline.steps.findIndex(({ type }) => type === 'Training' || type === 'Transform');
    const check = pipeline.steps.slice(0, first + 1).find(({ type }) => type === 'QualityCheck');
    return check
      ? met(`step ${check.name} comes before ${pipeline.steps[first]!.name}`, link)
      : notMet('no step checks the data before it is used', declare('data', 1), link);
  }),
});
