/** Level 1: data that breaks the schema stops the pipeline. */
import { ofPipeline } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const schemaSkew = criterion({
  id: 'schema-skew',
  level: 1,
  list: 'data-validation',
  title: 'Data that breaks the schema stops the pipeline',
  source: 'Schema skew: unexpected features, missing ones, or unexpected values; the pipeline stops and a team looks.',
  attestable: true,
  judge: ofPipeline((pipeline) => {
    const link = resourceLink(`pipeline ${pipeline.name}`, pipeline.arn);
    const check = pipeline.steps.find(({ type }) => type === 'QualityCheck');
    return check
      ? met(`step ${check.name} checks the data`, link)
      : notMet('no step of the pipeline checks the data', declare('data', 1), link);
  }),
});
