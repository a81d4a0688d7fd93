/** Approves or rejects a version: who, when and why stay with it. Of two decisions on the same state, one is made. */
import { callerArn } from './caller.ts';
import { errors } from './errors.ts';
import { newestAbout, referenceTo, type Entry } from './journal/entry.ts';
import { appendEntry } from './journal/journal.ts';
import { settle } from './journal/settle.ts';
import { describeVersion } from './read.ts';
import { checkReason } from './reason.ts';
import type { RegistryContext } from './registry-context.ts';
import type { ModelVersion } from './version.ts';

/**
 * @param version as the caller read it: a decision that somebody made since is not overwritten
 * @param verdict what the version becomes; repeating a verdict records a new reason, and the very same decision nothing
 * @param why one line of 1 to 1024 characters
 * @throws GradusError REASON_INVALID, DECISION_CONFLICT
 */
export async function decideVersion(
  registry: RegistryContext,
  version: ModelVersion,
  verdict: 'Approved' | 'Rejected',
  why: string,
): Promise<ModelVersion> {
  checkReason(verdict === 'Approved' ? 'an approval' : 'a rejection', why);
  const by = await callerArn(registry.clients);
  let lost: Entry<'approval'> | undefined;
  await appendEntry(registry, version.group, { by, why }, (entries) => {
    const newest = newestAbout(entries, 'approval', referenceTo(version));
    const isSame = newest?.to === verdict && newest.by === by && newest.why === why;
    if (newest && newest.at !== version.decision?.at.toISOString()) {
      // The same decision is one that was cut off before the package had it.
      if (!isSame) lost = newest;
      return undefined;
    }
    // Or after it had: whoever was cut off cannot know. Another tool may have changed the status since.
    if (isSame && version.status === verdict) return undefined;
    return { kind: 'approval', from: version.status, to: verdict, ...referenceTo(version) };
  });
  await settle(registry, version, 'approval');
  if (lost) throw conflict(version, lost);
  return describeVersion(registry.clients, version.arn);
}

const conflict = ({ group, version }: ModelVersion, { by, to, why }: Entry<'approval'>) =>
  errors.make('DECISION_CONFLICT', `somebody decided on version ${version} of ${group} meanwhile: it is ${to}`, {
    got: `${by}: ${why}`,
    remedy: `Look at it: gradus show ${group} ${version}. Then decide again, if it still matters.`,
  });
