/** Level 1: a version is held against a baseline before it is promoted. */
import { describeMissedGate, missedGates } from '@gradus/model-registry';
import { ofVersion } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet, run } from '../../judgement.ts';
import { sectionLink, versionLink } from '../../link.ts';

export const baselineComparison = criterion({
  id: 'baseline-comparison',
  level: 1,
  list: 'offline-validation',
  title: 'A version is held against a baseline before it is promoted',
  source: 'Metrics are compared with those of the production model, a baseline or what the business asks for.',
  judge: ofVersion((version, { model }) => {
    const { metrics } = version.facts;
    const links = [sectionLink('gates'), versionLink(version)] as const;
    const gates = Object.keys(model.gates);
    if (gates.length === 0) return notMet('model.ts declares no gates', declare('gates', 0), ...links);
    const missed = missedGates(model.gates, metrics).map(describeMissedGate);
    if (missed.length > 0) return notMet(missed.join('; '), run(`gradus publish ${model.name}`), ...links);
    return met(`version ${version.version} passes its gates: ${gates.join(', ')}`, ...links);
  }),
});
