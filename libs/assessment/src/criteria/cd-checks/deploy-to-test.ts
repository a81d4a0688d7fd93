/** Level 2, CD: a push to the development branch deploys to a test environment. */
import { criterion } from '../../criterion.ts';
import { onlyAttested } from '../../attested.ts';
import { declare } from '../../judgement.ts';

export const deployToTest = criterion({
  id: 'deploy-to-test',
  level: 2,
  list: 'cd-checks',
  title: 'A push to the development branch deploys to a test environment',
  source: 'Automated deployment to a test environment, triggered by a push to the development branch.',
  attestable: true,
  judge: onlyAttested('a deployment to a test environment by a push', declare('release', 2)),
});
