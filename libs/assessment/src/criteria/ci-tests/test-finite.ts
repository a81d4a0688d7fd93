/** Level 2, CI: training is tested to yield no NaN. */
import { criterion } from '../../criterion.ts';
import { onlyAttested } from '../../attested.ts';
import { declare } from '../../judgement.ts';

export const testFinite = criterion({
  id: 'test-finite',
  level: 2,
  list: 'ci-tests',
  title: 'Training is tested to yield no NaN',
  source: 'No NaN values from divisions by zero, or from very small or large values.',
  attestable: true,
  judge: onlyAttested('a test for NaN values', declare('release', 2)),
});
