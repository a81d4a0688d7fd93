/** Level 1: each run records who executed it. */
import { ofRun } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { lastPart, resourceLink, versionLink } from '../../link.ts';

export const executor = criterion({
  id: 'executor',
  level: 1,
  list: 'run-metadata',
  title: 'Who executed it',
  source: 'Recorded of each run: who or what executed the pipeline.',
  judge: ofRun((job, version, { component, model }) => {
    const link = resourceLink('training job', job.TrainingJobArn);
    const by = version.createdBy || (component?.CreatedBy?.IamIdentity?.Arn ?? '');
    return by === ''
      ? notMet('SageMaker does not name who made the version', run(`gradus publish ${model.name}`), link)
      : met(`${lastPart(by)} (${by})`, versionLink(version), link);
  }),
});
