/** Level 2, stage 4: the pipeline runs by itself, and its model goes to the registry. */
import { ofPipeline } from '../../about.ts';
import { isAttested } from '../../attested.ts';
import { AUTOMATIC_TRIGGERS } from '../../automatic-triggers.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink, versionLink } from '../../link.ts';

export const automatedTriggering = criterion({
  id: 'automated-triggering',
  level: 2,
  list: 'stages',
  title: '4. Automated triggering: a run by itself brings a trained model to the registry',
  source: 'The pipeline runs in production on a schedule or a trigger; the output is a trained model in the registry.',
  judge: ofPipeline((pipeline, evidence) => {
    const trigger = AUTOMATIC_TRIGGERS.find((id) => isAttested(evidence, id));
    const link = resourceLink(`pipeline ${pipeline.name}`, pipeline.arn);
    const { subject, package: description } = evidence;
    if (!trigger) return notMet('nothing starts the pipeline by itself', declare('triggers', 1), link);
    if (!subject || !description?.MetadataProperties?.GeneratedBy?.includes(':pipeline/')) {
      return notMet('the version was not made by the pipeline', declare('pipeline', 1), link);
    }
    return met(`${trigger} brought version ${subject.version}`, versionLink(subject), link);
  }),
});
