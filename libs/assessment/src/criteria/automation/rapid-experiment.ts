/** Level 1: the steps of an experiment are orchestrated. */
import { ofPipeline } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const rapidExperiment = criterion({
  id: 'rapid-experiment',
  level: 1,
  list: 'automation',
  title: 'The steps of an experiment are orchestrated',
  source: 'Rapid experiment: the steps are orchestrated and pass into one another by themselves.',
  judge: ofPipeline((pipeline) => {
    const link = resourceLink(`pipeline ${pipeline.name}`, pipeline.arn);
    const names = pipeline.steps.map(({ name }) => name);
    return names.length > 1
      ? met(`${names.length} steps: ${names.join(', ')}`, link)
      : notMet(`the pipeline has ${names.length === 1 ? 'one step' : 'no steps'}`, declare('pipeline', 1), link);
  }),
});
