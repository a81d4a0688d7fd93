/** Level 1: the model before this one is known, to roll back to. */
import { ofVersion } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notApplicable, notMet, run } from '../../judgement.ts';
import { versionLink } from '../../link.ts';

export const previousModel = criterion({
  id: 'previous-model',
  level: 1,
  list: 'run-metadata',
  title: 'A pointer to the model before',
  source: 'Recorded of each run: a pointer to the previous model, to roll back to or to evaluate anew.',
  judge: ofVersion((version, { versions, approved, model }) => {
    if (version.version === 1) return notApplicable('version 1 has none before it', versionLink(version));
    const before = [...approved, ...versions].find((each) => each.version < version.version);
    return before
      ? met(`version ${before.version} came before it and is kept`, versionLink(before), versionLink(version))
      : notMet('what was before it is not in the registry', run(`gradus versions ${model.name}`), versionLink(version));
  }),
});
