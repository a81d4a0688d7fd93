/** What Level 0 lacks: continuous integration. */
import { isAttested } from '../../attested.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { resourceLink } from '../../link.ts';

const TESTS = ['test-feature-logic', 'test-model-methods', 'test-integration'] as const;

export const continuousIntegration = criterion({
  id: 'continuous-integration',
  level: 2,
  list: 'what-level-0-lacks',
  title: 'Changes of the code are tested by continuous integration',
  source: 'No CI: few changes are assumed, and tests are part of running the notebook or script.',
  judge: (evidence) => {
    const passed = TESTS.filter((id) => isAttested(evidence, id));
    if (passed.length > 0) {
      const link = resourceLink('attestation', evidence.attestations.get(passed[0]!)!.arn);
      return met(`its CI attested ${passed.join(', ')}`, link);
    }
    const asked = evidence.subject && resourceLink('asked', `ListActions SourceUri=${evidence.subject.arn}`);
    const why = 'no test of continuous integration is recorded for the version';
    return notMet(why, declare('release', 2), ...(asked ? [asked] : []));
  },
});
