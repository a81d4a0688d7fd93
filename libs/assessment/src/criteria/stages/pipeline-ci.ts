/** Level 2, stage 2: continuous integration of the pipeline. */
import { criterion } from '../../criterion.ts';
import { byAnyAttested } from '../../attested.ts';
import { declare } from '../../judgement.ts';

export const pipelineCi = criterion({
  id: 'pipeline-ci',
  level: 2,
  list: 'stages',
  title: '2. Pipeline CI: code is built and tested into packages and artifacts',
  source: 'Source code is built and tested; the output is packages, executables and artifacts to deploy.',
  attestable: true,
  judge: byAnyAttested(
    ['test-artifacts', 'test-integration'],
    'no continuous integration of the pipeline is recorded for the version',
    declare('release', 2),
  ),
});
