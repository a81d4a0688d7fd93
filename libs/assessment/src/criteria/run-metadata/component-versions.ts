/** Level 1: each run records the versions of its pipeline and components. */
import { ofRun } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { change, met, notMet } from '../../judgement.ts';
import { commitLink, objectLink, resourceLink } from '../../link.ts';

export const componentVersions = criterion({
  id: 'component-versions',
  level: 1,
  list: 'run-metadata',
  title: 'The versions of pipeline and components',
  source: 'Recorded of each run: which versions of the pipeline and of its components were executed.',
  judge: ofRun((job, { facts }, { model }) => {
    const { commit, dirty, code } = facts;
    const link = resourceLink('training job', job.TrainingJobArn);
    if (commit === undefined || code === undefined || dirty) {
      const why = dirty ? 'the run had changes that its commit does not hold' : 'the run names no commit';
      return notMet(why, change('commit the workspace', `gradus publish ${model.name}`), link);
    }
    const image = job.AlgorithmSpecification?.TrainingImage ?? '';
    return met(`commit ${commit.slice(0, 8)}, image ${image}`, link, commitLink(commit), objectLink(code));
  }),
});
