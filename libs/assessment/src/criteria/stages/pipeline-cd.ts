/** Level 2, stage 3: continuous delivery of the pipeline. */
import { ofPipeline } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const pipelineCd = criterion({
  id: 'pipeline-cd',
  level: 2,
  list: 'stages',
  title: '3. Pipeline CD: the pipeline is deployed to the target environment',
  source: 'The artifacts of CI are deployed; the output is a deployed pipeline with the new implementation.',
  attestable: true,
  judge: ofPipeline(({ name, arn }) =>
    notMet(
      `pipeline ${name} is there, and nothing shows that a push deployed it`,
      declare('release', 2),
      resourceLink(`pipeline ${name}`, arn),
    ),
  ),
});
