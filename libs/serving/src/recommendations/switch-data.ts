/** Which data version is served: switched in one write, tried on a share of users, and taken back by one verb. */
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { randomUUID } from 'node:crypto';
import { errors } from '../errors.ts';
import { changePointer, currentPointer } from './change-pointer.ts';
import { requireDataVersion } from './data-version.ts';
import { expireSuperseded, type RetireOptions } from './retire-data-version.ts';
import type { DataSwitch, ServedPointer } from './served-pointer.ts';
import { recommendationsOf, tableName, type RecommendationContext, type RecommendingModel } from './settings.ts';

export interface SwitchOptions extends RetireOptions {
  readonly why: string;
  /** Told that the version is served, before what it supersedes is given its time to expire. */
  readonly onSwitched?: (pointer: ServedPointer) => void;
  /** ARN of who asks; the caller of the clients when absent. */
  readonly by?: string;
  /** The version that must be served, or tried for a rollback of a trial, for this to happen: when another is, somebody was faster. */
  readonly expected?: string;
}

const begin = async (
  model: RecommendingModel,
  { clients, environment }: RecommendationContext,
  { why, by, expected, now = Date.now }: SwitchOptions,
) => {
  recommendationsOf(model);
  const client = clients.dynamodb;
  const table = tableName(model, environment.namespace);
  const who = by ?? (await clients.sts.send(new GetCallerIdentityCommand({}))).Arn!;
  const id = randomUUID();
  return {
    client,
    table,
    check: ({ stable }: ServedPointer): void => {
      if (expected === undefined || stable === expected) return;
      throw errors.make('DATA_SWITCH_LOST', `${model.name} serves ${stable ?? 'nothing'}, not ${expected}`, {
        got: stable,
        allowed: [expected],
        remedy: 'Look at what is served now, and decide anew.',
      });
    },
    done: (pointer: ServedPointer, said: Pick<DataSwitch, 'verb' | 'to'> & { share?: number }): DataSwitch => ({
      revision: pointer.revision + 1,
      ...said,
      ...(pointer.stable !== undefined && { from: pointer.stable }),
      by: who,
      why,
      at: new Date(now()).toISOString(),
      id,
    }),
  };
};

/** Complete, and not on its way out. */
const requireServable = async (
  client: RecommendationContext['clients']['dynamodb'],
  table: string,
  version: string,
  { retired }: ServedPointer,
): Promise<void> => {
  const { state, chunks } = await requireDataVersion(client, table, version);
  if (state === 'complete' && !retired.includes(version)) return;
  if (state === 'writing') {
    throw errors.make('DATA_VERSION_INCOMPLETE', `data version ${version} was not written to its end`, {
      got: `${chunks} chunks`,
      remedy: 'Write it again with the same rows: it goes on where it stood.',
    });
  }
  throw errors.make('DATA_VERSION_RETIRED', `data version ${version} expires or is being deleted`, {
    got: version,
    remedy: 'Write its rows as a new data version, and serve that.',
  });
};

/**
 * Serves a complete data version to all, in one write: every reader sees the old one or the new one. Ends a trial. The version before it stays for
 * `rollbackData`; those before that expire (see `expireSuperseded`), which takes a while for many rows and changes nothing that is served.
 * @throws GradusError DATA_VERSION_UNKNOWN, DATA_VERSION_INCOMPLETE, DATA_VERSION_RETIRED, DATA_SWITCH_LOST
 */
export const switchData = async (
  model: RecommendingModel,
  version: string,
  context: RecommendationContext,
  options: SwitchOptions,
): Promise<ServedPointer> => {
  const { client, table, check, done } = await begin(model, context, options);
  const pointer = await changePointer(client, table, async (current) => {
    check(current);
    if (current.stable === version && !current.trial) return undefined;
    await requireServable(client, table, version, current);
    const { stable, retired } = current;
    const previous = stable === version ? current.previous : stable;
    return {
      stable: version,
      ...(previous !== undefined && { previous }),
      retired,
      last: done(current, { verb: 'serve', to: version }),
    };
  });
  options.onSwitched?.(pointer);
  await expireSuperseded(model, context, options);
  return pointer;
};

/**
 * Serves a complete data version to a share of the users, the same ones at every request; the others keep what they have. A larger share keeps whom
 * the smaller one had. `switchData` serves it to all, `rollbackData` to nobody.
 * @param share above 0, at most 1
 * @throws GradusError DATA_SHARE_INVALID, DATA_NOTHING_SERVED, DATA_VERSION_IN_USE when it is what is served, and what {@link switchData} throws
 */
export const tryData = async (
  model: RecommendingModel,
  version: string,
  share: number,
  context: RecommendationContext,
  options: SwitchOptions,
): Promise<ServedPointer> => {
  if (!(share > 0 && share <= 1)) {
    throw errors.make('DATA_SHARE_INVALID', 'the share of users is not above 0 and at most 1', {
      got: share,
      allowed: ['0.05', '0.5', '1'],
    });
  }
  const { client, table, check, done } = await begin(model, context, options);
  return changePointer(client, table, async (current) => {
    check(current);
    const { stable, previous, retired, trial } = current;
    if (stable === undefined) {
      throw errors.make('DATA_NOTHING_SERVED', `${model.name} serves no data version that the others would keep`, {
        remedy: 'Serve one to all first.',
      });
    }
    if (stable === version) {
      throw errors.make('DATA_VERSION_IN_USE', `data version ${version} is served to all already`, { got: version });
    }
    if (trial?.candidate === version && trial.share === share) return undefined;
    await requireServable(client, table, version, current);
    return {
      stable,
      ...(previous !== undefined && { previous }),
      retired,
      trial: { candidate: version, share, salt: version },
      last: done(current, { verb: 'try', to: version, share }),
    };
  });
};

/**
 * Takes back what was done last: ends the trial when there is one, else serves the version before to all. A version that was rolled back stays, not
 * served, until the next switch.
 * @throws GradusError DATA_NOTHING_TO_ROLL_BACK, DATA_SWITCH_LOST
 */
export const rollbackData = async (
  model: RecommendingModel,
  context: RecommendationContext,
  options: SwitchOptions,
): Promise<ServedPointer> => {
  const { client, table, check, done } = await begin(model, context, options);
  return changePointer(client, table, (current) => {
    const { stable, previous, retired, trial } = current;
    check(trial ? { ...current, stable: trial.candidate } : current);
    if (trial) {
      return {
        ...(stable !== undefined && { stable }),
        ...(previous !== undefined && { previous }),
        retired,
        last: done(current, { verb: 'drop', to: trial.candidate }),
      };
    }
    if (previous === undefined) {
      throw errors.make(
        'DATA_NOTHING_TO_ROLL_BACK',
        `${model.name} has no data version before ${stable ?? 'the first'}`,
        {
          got: stable,
          remedy: `Serve a version that is complete: gradus switch-data ${model.name} <version> --why "…"`,
        },
      );
    }
    return { stable: previous, retired, last: done(current, { verb: 'rollback', to: previous }) };
  });
};

/** What is served now. */
export const servedData = (
  model: RecommendingModel,
  { clients, environment }: RecommendationContext,
): Promise<ServedPointer> => currentPointer(clients.dynamodb, tableName(model, environment.namespace));
