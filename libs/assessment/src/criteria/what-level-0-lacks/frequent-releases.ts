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
  judge: ({ approved, versions, now }) => {
    const recent = approved.filter(
      ({ decision, createdAt }) => now.getTime() - (decision?.at ?? createdAt).getTime() < YEAR_MS,
    );
    const [first, ...more] = recent.map(versionLink);
    const links = first ? [first, ...more] : versions.slice(0, 1).map(versionLink);
    if (first && recent.length >= MORE_THAN_A_COUPLE) {
      return met(`${recent.length} or more versions were approved in the last 365 days`, first, ...more);
    }
    const count = recent.length === 0 ? 'no version was' : recent.length === 1 ? '1 version was' : '2 versions were';
    return notMet(`${count} approved in the last 365 days`, declare('triggers', 1), ...links);
  },
});
