/** Moves a version through its life cycle: `ModelLifeCycle` in AWS, one move at a time by the group's journal. */
import { didYouMean } from '@gradus/core';
import { callerArn } from './caller.ts';
import { errors } from './errors.ts';
import { newestAbout, referenceTo, type Entry } from './journal/entry.ts';
import { appendEntry } from './journal/journal.ts';
import { settle } from './journal/settle.ts';
import { describeVersion } from './read.ts';
import { checkReason } from './reason.ts';
import type { RegistryContext } from './registry-context.ts';
import { DEFAULT_STAGES, mayMove, NO_STAGE, STAGE_STATUSES, type StageRule, type StageStatus } from './stages.ts';
import type { ModelVersion } from './version.ts';

export interface StageMove {
  readonly stage: string;
  /** `InProgress` unless told otherwise. */
  readonly status?: string;
  readonly why: string;
  /** The model's; {@link DEFAULT_STAGES} when it declares none. */
  readonly stages?: readonly StageRule[] | undefined;
}

/**
 * Moves a version to a stage, or changes its status there.
 *
 * @param version as the caller read it: a move that somebody made since is not overwritten
 * @throws GradusError STAGE_UNKNOWN and STAGE_STATUS_UNKNOWN with the near match, STAGE_TRANSITION, STAGE_FORBIDDEN, REASON_INVALID,
 * STAGE_CONFLICT
 */
export async function moveToStage(
  registry: RegistryContext,
  version: ModelVersion,
  { stage, status = 'InProgress', why, stages = DEFAULT_STAGES }: StageMove,
): Promise<ModelVersion> {
  const rule = requireStage(version, stage, stages);
  requireStatus(status);
  checkReason('a move to a stage', why);
  const by = await callerArn(registry.clients);
  if (!mayMove(rule, by)) {
    throw errors.make('STAGE_FORBIDDEN', `you may not move versions of ${version.group} to ${stage}`, {
      got: by,
      allowed: rule.by,
      remedy: 'Ask one of these, or change `by` of the stage in model.ts.',
    });
  }
  let lost: Entry<'stage'> | undefined;
  await appendEntry(registry, version.group, { by, why }, (entries) => {
    const newest = newestAbout(entries, 'stage', referenceTo(version));
    const isSame = newest?.to === stage && newest.status === status && newest.by === by && newest.why === why;
    if (newest && newest.at !== version.stage?.at?.toISOString()) {
      // The same move is one that was cut off before the package had it.
      if (!isSame) lost = newest;
      return undefined;
    }
    // Or after it had: whoever was cut off cannot know. Another tool may have moved it since.
    if (isSame && version.stage?.name === stage && version.stage.status === status) return undefined;
    requireTransition(version, rule, stages);
    const from = version.stage === undefined ? {} : { from: version.stage.name };
    return { kind: 'stage', ...from, to: stage, status, ...referenceTo(version) };
  });
  await settle(registry, version, 'stage');
  if (lost) {
    throw errors.make(
      'STAGE_CONFLICT',
      `somebody moved version ${version.version} of ${version.group} to ${lost.to} (${lost.status}) meanwhile`,
      {
        got: `${lost.by}: ${lost.why}`,
        remedy: `Look at it: gradus stage ${version.group} ${version.version}. Then move it again, if it still should be.`,
      },
    );
  }
  return describeVersion(registry.clients, version.arn);
}

const requireStage = ({ group }: ModelVersion, stage: string, stages: readonly StageRule[]): StageRule => {
  const rule = stages.find(({ name }) => name === stage);
  if (rule) return rule;
  const allowed = stages.map(({ name }) => name);
  throw errors.make('STAGE_UNKNOWN', `${group} has no stage ${JSON.stringify(stage)}`, {
    got: stage,
    allowed,
    remedy: didYouMean(stage, allowed) ?? 'Name one of these, or declare it under `stages` in model.ts.',
  });
};

function requireStatus(status: string): asserts status is StageStatus {
  if ((STAGE_STATUSES as readonly string[]).includes(status)) return;
  throw errors.make('STAGE_STATUS_UNKNOWN', `a stage has no status ${JSON.stringify(status)}`, {
    got: status,
    allowed: STAGE_STATUSES,
    remedy: didYouMean(status, STAGE_STATUSES),
  });
}

const requireTransition = ({ group, version, stage }: ModelVersion, rule: StageRule, stages: readonly StageRule[]) => {
  const from = stage?.name ?? NO_STAGE;
  if (from === rule.name || rule.from.includes(from)) return;
  const onward = stages.filter((each) => each.from.includes(from)).map(({ name }) => name);
  throw errors.make('STAGE_TRANSITION', `version ${version} of ${group} cannot go from ${from} to ${rule.name}`, {
    got: rule.name,
    allowed: onward,
    remedy: onward[0] === undefined ? undefined : `From ${from} it goes to ${onward.join(' or ')}.`,
  });
};
