/** Level 0: somebody approved the version, and said why. */
import { ofVersion } from '../../about.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { lastPart, versionLink } from '../../link.ts';

export const approval = criterion({
  id: 'approval',
  level: 0,
  list: 'manual-process',
  title: 'A version is approved: by whom, when and why',
  source: 'The transition from one step to the next is manual.',
  judge: ofVersion((version, { model }) => {
    const { decision, status } = version;
    const approve = run(`gradus approve ${model.name} ${version.version} --why "…"`);
    if (status !== 'Approved') return notMet(`version ${version.version} is ${status}`, approve, versionLink(version));
    if (!decision) {
      const why = `version ${version.version} was approved by another tool: who and why is not recorded`;
      return notMet(why, approve, versionLink(version));
    }
    const when = decision.at.toISOString().slice(0, 10);
    return met(`${lastPart(decision.by)} on ${when}: ${decision.why}`, versionLink(version));
  }),
});
