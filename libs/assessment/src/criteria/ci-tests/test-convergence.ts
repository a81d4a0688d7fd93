/** Level 2, CI: training is tested to converge. */
import { criterion } from '../../criterion.ts';
import { onlyAttested } from '../../attested.ts';
import { declare } from '../../judgement.ts';

export const testConvergence = criterion({
  id: 'test-convergence',
  level: 2,
  list: 'ci-tests',
  title: 'Training is tested to converge',
  source: 'Training converges: the loss falls over iterations, and the model overfits a few samples.',
  attestable: true,
  judge: onlyAttested('a test that training converges', declare('release', 2)),
});
