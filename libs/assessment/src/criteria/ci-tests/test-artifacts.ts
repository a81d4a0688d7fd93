/** Level 2, CI: each component is tested to make its artifacts. */
import { criterion } from '../../criterion.ts';
import { onlyAttested } from '../../attested.ts';
import { declare } from '../../judgement.ts';

export const testArtifacts = criterion({
  id: 'test-artifacts',
  level: 2,
  list: 'ci-tests',
  title: 'Each component is tested to make its artifacts',
  source: 'Each component of the pipeline produces the artifacts that are expected of it.',
  attestable: true,
  judge: onlyAttested("a test of the components' artifacts", declare('release', 2)),
});
