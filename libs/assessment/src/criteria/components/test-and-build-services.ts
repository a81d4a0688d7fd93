/** Level 2, component: services that test and build. */
import { criterion } from '../../criterion.ts';
import { byAnyAttested } from '../../attested.ts';
import { declare } from '../../judgement.ts';

export const testAndBuildServices = criterion({
  id: 'test-and-build-services',
  level: 2,
  list: 'components',
  title: 'Test and build services',
  source: 'Services that test and build the components of the pipeline.',
  attestable: true,
  judge: byAnyAttested(
    ['test-feature-logic', 'test-model-methods', 'test-artifacts', 'test-integration'],
    'no test or build of a service is recorded for the version',
    declare('release', 2),
  ),
});
