/** Level 0: the model is handed over through the registry, with metrics and signature. */
import { ofVersion } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { objectLink, versionLink } from '../../link.ts';

export const registryHandOver = criterion({
  id: 'registry-hand-over',
  level: 0,
  list: 'manual-process',
  title: 'The model is handed over through a registry, with its metrics and signature',
  source:
    'Data scientists hand the trained model to engineers as an artifact: in storage, a code repository or a registry.',
  judge: ofVersion((version, { model }) => {
    const { metrics, evaluation, signature } = version.facts;
    const count = Object.keys(metrics).length;
    const publish = run(`gradus publish ${model.name}`);
    if (count === 0) return notMet(`version ${version.version} reports no metrics`, publish, versionLink(version));
    if (signature === undefined) {
      return notMet(
        `version ${version.version} has no signature`,
        publish,
        versionLink(version),
        objectLink(evaluation),
      );
    }
    const why = `version ${version.version} has ${count} ${count === 1 ? 'metric' : 'metrics'} and a signature`;
    return met(why, versionLink(version), objectLink(evaluation), objectLink(signature));
  }),
});
