/** What Level 0 lacks: releases that are more than rare. */
import { criterion } from '../../criterion.ts';
import { declare, met, notMet } from '../../judgement.ts';
import { versionLink } from '../../link.ts';

const YEAR_MS = 365 * 24 * 3600 * 1000;
const MORE_THAN_A_COUPLE = 3;

export const frequentReleases = criterion({
  id: 'frequent-releases',
  level: 1,
  list: 'what-level-0-lacks',
  title: 'New versions are approved more than a couple of times a year',
  source: 'Releases are infrequent: a new version is deployed a couple of times a year only.',
  judge: ({ approved, versions, model, now }) => {
    const recent = approved.filter(({ createdAt }) => now.getTime() - createdAt.getTime() < YEAR_MS);
    const [first, ...more] = recent.map(versionLink);
    const links = first ? [first, ...more] : versions.slice(0, 1).map(versionLink);
    if (first && recent.length >= MORE_THAN_A_COUPLE) {
      return met(`${recent.length} or more versions of the last 365 days are approved`, first, ...more);
    }
    const count = recent.length === 0 ? 'no version' : recent.length === 1 ? '1 version' : `${recent.length} versions`;
    return notMet(`${count} of ${model.name} of the last 365 days approved`, declare('triggers', 1), ...links);
  },
});
