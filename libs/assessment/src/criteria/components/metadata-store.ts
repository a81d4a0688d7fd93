/** Level 2, component: the store of ML metadata. */
import { ofRun } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const metadataStore = criterion({
  id: 'metadata-store',
  level: 2,
  list: 'components',
  title: 'ML metadata store',
  source: 'A store that tracks the metadata of pipeline runs, such as parameters and metrics.',
  judge: ofRun((job, _version, { component, model }) =>
    component
      ? met('SageMaker Experiments tracks the run', resourceLink('trial component', component.TrialComponentArn))
      : notMet(
          'no trial component of the run is there',
          run(`gradus publish ${model.name}`),
          resourceLink('training job', job.TrainingJobArn),
        ),
  ),
});
