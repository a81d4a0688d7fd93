/** Level 1: the pipeline delivers models to the registry, from which they are served. */
import { ofPipeline } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const continuousModelDelivery = criterion({
  id: 'continuous-model-delivery',
  level: 1,
  list: 'automation',
  title: 'New models are delivered to the prediction service continuously',
  source: 'Continuous delivery of models: services get newly trained and validated models by themselves.',
  judge: ofPipeline((pipeline, { package: version, serving }) => {
    const link = resourceLink(`pipeline ${pipeline.name}`, pipeline.arn);
    const register = pipeline.steps.find(({ type }) => type === 'RegisterModel');
    if (!register) return notMet('no step of the pipeline registers a model', declare('pipeline', 1), link);
    const by = version?.MetadataProperties?.GeneratedBy ?? '';
    if (!serving || !by.includes(':pipeline/')) {
      return notMet('no version that the pipeline made serves', declare('pipeline', 1), link);
    }
    return met(`step ${register.name} made what serves`, resourceLink('execution', by), link);
  }),
});
