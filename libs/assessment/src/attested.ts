/** What an attestation says of a criterion. */
import type { Evidence } from './evidence/evidence.ts';
import { met, notMet, run, type Judgement, type Link, type Remedy } from './judgement.ts';
import { lastPart } from './link.ts';

/** Undefined where nobody attested it. */
export const attestationOf = ({ attestations, subject, model }: Evidence, id: string): Judgement | undefined => {
  const found = attestations.get(id);
  if (!found || !subject) return undefined;
  const { passed, by, at, source, arn } = found;
  const said = `${lastPart(by)} attested on ${at.toISOString().slice(0, 10)} that it ${passed ? 'passed' : 'failed'} for version ${subject.version}`;
  const links = [
    { label: 'attestation', uri: arn },
    ...(source ? [{ label: 'its source', uri: source }] : []),
  ] as const;
  const [first, ...more] = links;
  const again = run(`gradus attest ${model.name} ${id} ${subject.version} --source <url>`);
  return passed ? met(said, first, ...more) : notMet(said, again, first, ...more);
};

export const isAttested = ({ attestations }: Evidence, id: string): boolean => attestations.get(id)?.passed === true;

const asked = ({ subject, model }: Evidence): Link =>
  subject
    ? { label: 'asked', uri: `ListActions SourceUri=${subject.arn} ActionType=Attestation` }
    : { label: 'asked', uri: `ListModelPackages ModelPackageGroupName=${model.name}` };

/** Judges what SageMaker has no record of: it is not met until it is attested. */
export const onlyAttested =
  (what: string, remedy: Remedy) =>
  (evidence: Evidence): Judgement =>
    notMet(
      `${what} is not recorded for ${evidence.subject ? `version ${evidence.subject.version}` : 'any version'}`,
      remedy,
      asked(evidence),
    );

/** Met where any of these criteria was attested. */
export const byAnyAttested =
  (criteria: readonly string[], otherwise: string, remedy: Remedy) =>
  (evidence: Evidence): Judgement => {
    const found = criteria.find((id) => isAttested(evidence, id));
    const attestation = found === undefined ? undefined : evidence.attestations.get(found);
    return attestation
      ? met(`${attestation.criterion} is attested`, { label: 'attestation', uri: attestation.arn })
      : notMet(otherwise, remedy, asked(evidence));
  };
