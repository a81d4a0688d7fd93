/** Level 2, CI: the logic of feature engineering has unit tests. */
import { criterion } from '../../criterion.ts';
import { onlyAttested } from '../../attested.ts';
import { declare } from '../../judgement.ts';

export const testFeatureLogic = criterion({
  id: 'test-feature-logic',
  level: 2,
  list: 'ci-tests',
  title: 'The logic of feature engineering has unit tests',
  source: 'Unit tests of the feature-engineering logic.',
  attestable: true,
  judge: onlyAttested('a unit test of the feature logic', declare('release', 2)),
});
