/** Level 1: the model is trained again in production, on fresh data, by triggers. */
import { ofPipeline } from '../../about.ts';
import { isAttested } from '../../attested.ts';
import { AUTOMATIC_TRIGGERS } from '../../automatic-triggers.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

export const continuousTraining = criterion({
  id: 'continuous-training',
  level: 1,
  list: 'automation',
  title: 'The model is trained continuously in production',
  source: 'Continuous training: the model is trained automatically in production on fresh data, by live triggers.',
  judge: ofPipeline((pipeline, evidence) => {
    const link = resourceLink(`pipeline ${pipeline.name}`, pipeline.arn);
    const trigger = AUTOMATIC_TRIGGERS.find((id) => isAttested(evidence, id));
    if (!trigger) return notMet('nothing starts the pipeline by itself', declare('triggers', 1), link);
    const done = pipeline.executions.find(({ status }) => status === 'Succeeded');
    if (!done) return notMet('no execution of the pipeline has succeeded lately', declare('pipeline', 1), link);
    const attestation = evidence.attestations.get(trigger)!;
    return met(
      `${trigger} starts it`,
      resourceLink('execution', done.arn),
      resourceLink('attestation', attestation.arn),
    );
  }),
});
