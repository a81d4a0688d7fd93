/** Level 1: each run records its parameters. */
import { ofRun } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { objectLink, resourceLink } from '../../link.ts';

export const parameters = criterion({
  id: 'parameters',
  level: 1,
  list: 'run-metadata',
  title: 'The parameters',
  source: 'Recorded of each run: the arguments that the pipeline was given.',
  judge: ofRun((job, { facts }, { objects, model }) => {
    const link = resourceLink('training job', job.TrainingJobArn);
    const { parameters: uri } = facts;
    return uri !== undefined && objects.has(uri)
      ? met(`${Object.keys(job.HyperParameters ?? {}).length} hyperparameters of the job`, link, objectLink(uri))
      : notMet('its parameters are not there', run(`gradus publish ${model.name}`), link);
  }),
});
