/** Level 2, CD: only a model that meets its targets is deployed. */
import { describeMissedGate, missedGates } from '@gradus/model-registry';
import { ofVersion } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet, run } from '../../judgement.ts';
import { sectionLink, versionLink } from '../../link.ts';

export const checkTargets = criterion({
  id: 'check-targets',
  level: 2,
  list: 'cd-checks',
  title: 'A model meets its predictive targets before it is deployed',
  source: 'The model meets the predictive performance targets before it is deployed.',
  judge: ofVersion((version, { model, serving }) => {
    const links = [versionLink(version), sectionLink('gates')] as const;
    const gates = Object.keys(model.gates);
    if (gates.length === 0) return notMet('model.ts declares no gates', declare('gates', 0), ...links);
    if (!serving) {
      return notMet(`version ${version.version} is not deployed`, run(`gradus deploy ${model.name}`), ...links);
    }
    const missed = missedGates(model.gates, version.facts.metrics).map(describeMissedGate);
    return missed.length > 0
      ? notMet(`what serves misses its targets: ${missed.join('; ')}`, run(`gradus publish ${model.name}`), ...links)
      : met(`version ${version.version} meets ${gates.join(', ')}; deploy refuses what does not`, ...links);
  }),
});
