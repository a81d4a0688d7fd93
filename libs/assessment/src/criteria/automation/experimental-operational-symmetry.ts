/** Level 1: experiments and production run the same pipeline. */
import { ofPipeline } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const experimentalOperationalSymmetry = criterion({
  id: 'experimental-operational-symmetry',
  level: 1,
  list: 'automation',
  title: 'Experiments and production run the same pipeline',
  source: 'Experimental-operational symmetry: the pipeline of development is the one of pre-production and production.',
  attestable: true,
  judge: ofPipeline((pipeline) => {
    const link = resourceLink(`pipeline ${pipeline.name}`, pipeline.arn);
    const logged = pipeline.executions.find(({ experiment }) => experiment !== undefined);
    return logged
      ? met(`its executions are runs of experiment ${logged.experiment}`, resourceLink('execution', logged.arn), link)
      : notMet('no execution of the pipeline is a run of an experiment', declare('pipeline', 1), link);
  }),
});
