/** Level 1: performance is consistent across segments of the data. */
import { ofVersion } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { objectLink, versionLink } from '../../link.ts';

export const segmentConsistency = criterion({
  id: 'segment-consistency',
  level: 1,
  list: 'offline-validation',
  title: 'Performance is consistent across segments of the data',
  source: 'The performance of the model is consistent on various segments of the data, not only on the whole.',
  attestable: true,
  judge: ofVersion((version, { package: description }) => {
    const report = description?.ModelMetrics?.Bias?.Report?.S3Uri;
    return report === undefined
      ? notMet(`version ${version.version} has no report by segments`, declare('pipeline', 1), versionLink(version))
      : met(`version ${version.version} has a report by segments`, objectLink(report), versionLink(version));
  }),
});
