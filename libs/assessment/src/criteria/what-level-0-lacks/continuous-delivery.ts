/** What Level 0 lacks: continuous delivery. */
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { callLink, nothingFound, resourceLink } from '../../link.ts';
import { isAttested } from '../../attested.ts';

export const continuousDelivery = criterion({
  id: 'continuous-delivery',
  level: 2,
  list: 'what-level-0-lacks',
  title: 'New versions are delivered without a person who copies commands',
  source: 'No CD: model versions are deployed rarely, so their deployment is not automated.',
  judge: (evidence) => {
    const { attestations, pipelines, model } = evidence;
    if (isAttested(evidence, 'deploy-to-test')) {
      return met(
        'its deployment to a test environment follows each push',
        resourceLink('attestation', attestations.get('deploy-to-test')!.arn),
      );
    }
    const [pipeline] = pipelines.items;
    const why = pipeline
      ? `pipeline ${pipeline.name} makes versions; nothing shows that they are delivered by themselves`
      : `versions are deployed by hand: ${nothingFound(pipelines, `pipeline of ${model.name}`)}`;
    return notMet(why, declare('release', 2), callLink(pipelines));
  },
});
