/** Level 1: what is deployed is the whole training pipeline. */
import { ofPipeline } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const pipelineDeployment = criterion({
  id: 'pipeline-deployment',
  level: 1,
  list: 'automation',
  title: 'The whole training pipeline is deployed, not only a model',
  source: 'Pipeline deployment: a training pipeline that runs automatically and recurrently is deployed.',
  judge: ofPipeline((pipeline) => {
    const link = resourceLink(`pipeline ${pipeline.name}`, pipeline.arn);
    return pipeline.status === 'Active'
      ? met(`pipeline ${pipeline.name} is Active`, link)
      : notMet(`pipeline ${pipeline.name} is ${pipeline.status}`, declare('pipeline', 1), link);
  }),
});
