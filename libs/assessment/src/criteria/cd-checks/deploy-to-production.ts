/** Level 2, CD: a person decides on production, after pre-production. */
import { DEFAULT_STAGES, NO_STAGE } from '@gradus/model-registry';
import { ofVersion } from '../../about.ts';
import { isAttested } from '../../attested.ts';
import { criterion } from '../../criterion.ts';
import { met, notMet, run } from '../../judgement.ts';
import { resourceLink, versionLink } from '../../link.ts';

const PRE_PRODUCTION = 'deploy-to-pre-production';

export const deployToProduction = criterion({
  id: 'deploy-to-production',
  level: 2,
  list: 'cd-checks',
  title: 'A person decides on production, after runs in pre-production',
  source: 'Manual deployment to production, after several successful runs in pre-production.',
  attestable: true,
  judge: ofVersion((version, evidence) => {
    const { model } = evidence;
    const { stage, status, decision } = version;
    const link = versionLink(version);
    if (status !== 'Approved' || !decision) {
      const why = `nobody approved version ${version.version}`;
      return notMet(why, run(`gradus approve ${model.name} ${version.version} --why "…"`), link);
    }
    const stages = model.stages ?? DEFAULT_STAGES;
    // A stage that a version without one cannot enter: it came through another before.
    const after = stages.filter(({ from }) => !from.includes(NO_STAGE));
    if (stage && after.some(({ name }) => name === stage.name)) {
      // A stage is a name: what ran in pre-production leaves its trace elsewhere.
      if (isAttested(evidence, PRE_PRODUCTION)) {
        const attestation = resourceLink('attestation', evidence.attestations.get(PRE_PRODUCTION)!.arn);
        return met(
          `version ${version.version} came to ${stage.name} after it ran in pre-production`,
          link,
          attestation,
        );
      }
      const why = `version ${version.version} came to ${stage.name}, and no run of it in pre-production is recorded`;
      const attest = `gradus attest ${model.name} ${PRE_PRODUCTION} ${version.version} --source <url>`;
      return notMet(why, run(attest), link);
    }
    const first = stages.find(
      ({ name, from }) => from.includes(NO_STAGE) && after.some((each) => each.from.includes(name)),
    );
    const next = stage ? (after.find(({ from }) => from.includes(stage.name)) ?? first) : first;
    const why = `version ${version.version} is approved, and went through no stage before production`;
    return notMet(why, run(`gradus stage ${model.name} ${version.version} ${next?.name ?? 'Staging'} --why "…"`), link);
  }),
});
