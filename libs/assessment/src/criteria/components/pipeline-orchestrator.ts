/** Level 2, component: the orchestrator of the pipeline. */
import { ofPipeline } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const pipelineOrchestrator = criterion({
  id: 'pipeline-orchestrator',
  level: 2,
  list: 'components',
  title: 'ML pipeline orchestrator',
  source: 'An orchestrator that automates the steps of the ML experiments.',
  judge: ofPipeline((pipeline) =>
    met('SageMaker Pipelines orchestrates it', resourceLink(`pipeline ${pipeline.name}`, pipeline.arn)),
  ),
});
