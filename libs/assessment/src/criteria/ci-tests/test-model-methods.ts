/** Level 2, CI: the model's methods have unit tests. */
import { criterion } from '../../criterion.ts';
import { onlyAttested } from '../../attested.ts';
import { declare } from '../../judgement.ts';

export const testModelMethods = criterion({
  id: 'test-model-methods',
  level: 2,
  list: 'ci-tests',
  title: "The model's methods have unit tests",
  source: 'Unit tests of the methods of the model.',
  attestable: true,
  judge: onlyAttested("a unit test of the model's methods", declare('release', 2)),
});
