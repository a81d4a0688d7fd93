/** Level 1: the code is modular, a component in a container of its own. */
import { ofPipeline } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

const CONTAINERS = new Set(['Training', 'Processing', 'Transform', 'Tuning', 'AutoML', 'QualityCheck', 'ClarifyCheck']);

export const modularComponents = criterion({
  id: 'modular-components',
  level: 1,
  list: 'automation',
  title: 'Components are modular, each in a container of its own',
  source: 'Components are reusable and composable, ideally in containers that part their environments and runtimes.',
  judge: ofPipeline((pipeline) => {
    const link = resourceLink(`pipeline ${pipeline.name}`, pipeline.arn);
    const steps = pipeline.steps.filter(({ type }) => CONTAINERS.has(type));
    return steps.length > 1
      ? met(`${steps.length} steps run in containers: ${steps.map(({ name }) => name).join(', ')}`, link)
      : notMet('fewer than two steps of the pipeline run in containers', declare('pipeline', 1), link);
  }),
});
