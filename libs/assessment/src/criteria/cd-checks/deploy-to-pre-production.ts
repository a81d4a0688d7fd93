/** Level 2, CD: a merge to the main branch deploys to pre-production. */
import { criterion } from '../../criterion.ts';
import { onlyAttested } from '../../attested.ts';
import { declare } from '../../judgement.ts';

export const deployToPreProduction = criterion({
  id: 'deploy-to-pre-production',
  level: 2,
  list: 'cd-checks',
  title: 'A merge to the main branch deploys to pre-production',
  source: 'Semi-automated deployment to pre-production, triggered by a merge to the main branch after a review.',
  attestable: true,
  judge: onlyAttested('a deployment to pre-production by a merge', declare('release', 2)),
});
