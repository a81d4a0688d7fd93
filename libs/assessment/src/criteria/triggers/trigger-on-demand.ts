/** Level 1: the pipeline can be started on demand. */
import { ofPipeline } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const triggerOnDemand = criterion({
  id: 'trigger-on-demand',
  level: 1,
  list: 'triggers',
  title: 'On demand',
  source: 'The pipeline is started by hand when somebody wants it.',
  judge: ofPipeline(({ executions, arn, name }) => {
    const [execution] = executions;
    return execution
      ? met(`its newest execution is ${execution.status}`, resourceLink('execution', execution.arn))
      : notMet('the pipeline was never executed', declare('pipeline', 1), resourceLink(`pipeline ${name}`, arn));
  }),
});
