/** Level 2, CI: components are tested together. */
import { criterion } from '../../criterion.ts';
import { onlyAttested } from '../../attested.ts';
import { declare } from '../../judgement.ts';

export const testIntegration = criterion({
  id: 'test-integration',
  level: 2,
  list: 'ci-tests',
  title: 'Components are tested together',
  source: 'The integration between the components of the pipeline is tested.',
  attestable: true,
  judge: onlyAttested('a test of the components together', declare('release', 2)),
});
