/** Level 1: a version is evaluated on a test set. */
import { ofVersion } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { objectLink, versionLink } from '../../link.ts';

export const testMetrics = criterion({
  id: 'test-metrics',
  level: 1,
  list: 'offline-validation',
  title: 'A version is evaluated on a test set',
  source: 'Evaluation metrics of the trained model are produced on a test set to assess its predictive quality.',
  judge: ofVersion((version, { objects, model }) => {
    const { metrics, evaluation } = version.facts;
    const names = Object.keys(metrics);
    if (names.length === 0 || !objects.has(evaluation)) {
      const why = `version ${version.version} has no evaluation that is there`;
      return notMet(why, run(`gradus publish ${model.name}`), versionLink(version));
    }
    return met(names.slice(0, 5).join(', '), objectLink(evaluation), versionLink(version));
  }),
});
