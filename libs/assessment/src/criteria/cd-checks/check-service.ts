/** Level 2, CD: the prediction service is called with inputs that are expected. */
import { criterion } from '../../criterion.ts';
import { onlyAttested } from '../../attested.ts';
import { declare } from '../../judgement.ts';

export const checkService = criterion({
  id: 'check-service',
  level: 2,
  list: 'cd-checks',
  title: 'The prediction service is tested with inputs that are expected',
  source: 'The service is called with expected inputs and must answer as expected, so that a changed API is seen.',
  attestable: true,
  judge: onlyAttested('a test of the prediction service', declare('release', 2)),
});
