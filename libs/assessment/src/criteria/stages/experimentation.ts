/** Level 2, stage 1: development and experimentation. */
import { ofRun } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { change, met, notMet, run } from '../../judgement.ts';
import { commitLink, resourceLink } from '../../link.ts';

export const experimentation = criterion({
  id: 'experimentation',
  level: 2,
  list: 'stages',
  title: '1. Development and experimentation: its output is code in source control',
  source: 'New algorithms are tried, experiment steps are orchestrated; the output is the source code of the steps.',
  judge: ofRun((job, { facts }, { component, model }) => {
    const publish = `gradus publish ${model.name}`;
    if (!component) {
      return notMet('the run is not tracked', run(publish), resourceLink('training job', job.TrainingJobArn));
    }
    const link = resourceLink('trial component', component.TrialComponentArn);
    if (facts.commit === undefined || facts.dirty) {
      const why = 'the run is tracked, and its code is not in source control';
      return notMet(why, change('commit the workspace', publish), link);
    }
    return met(`the run is tracked, its code is commit ${facts.commit.slice(0, 8)}`, link, commitLink(facts.commit));
  }),
});
