/** How much a new data version would change: the same users' recommendations in two versions, compared before the new one is served. */
import { bucketOf } from './bucket.ts';
import { requireDataVersion } from './data-version.ts';
import { userKey, type Place } from './keys.ts';
import { ledgerEntries, type LedgerEntry } from './ledger.ts';
import { kendallTau, overlapAt, rankBiasedOverlap } from './rank-agreement.ts';
import { readItems } from './read-batch.ts';
import { readRecommendationItem } from './recommendation-item.ts';
import { recommendationsOf, tableName, type RecommendationContext, type RecommendingModel } from './settings.ts';

export interface CompareOptions {
  readonly type?: string;
  readonly contents?: string;
  /** Ranks compared; the model's limit when absent. */
  readonly k?: number;
  /** The share of users looked at, above 0 and at most 1: the same ones every time. */
  readonly sample?: number;
  readonly signal?: AbortSignal;
}

export interface DataComparison {
  readonly k: number;
  readonly type: string;
  readonly contents: string;
  /** Users looked at. */
  readonly users: { readonly both: number; readonly onlyBefore: number; readonly onlyAfter: number };
  /** Different contents recommended to the users looked at. */
  readonly catalogue: { readonly before: number; readonly after: number; readonly common: number };
  /** Means over the users that both have; undefined when there is none. */
  readonly overlap?: number;
  readonly rankBiasedOverlap?: number;
  /** Over users with at least two contents in common. */
  readonly kendallTau?: number;
  /** The share of users whose first k are the same in the same order. */
  readonly unchanged?: number;
  /** The ten users whose recommendations change most, by rank-biased overlap. */
  readonly mostChanged: readonly { readonly user: string; readonly rankBiasedOverlap: number }[];
}

const mean = () => {
  let [sum, count] = [0, 0];
  return {
    add: (value: number | undefined) => {
      if (value === undefined) return;
      sum += value;
      count += 1;
    },
    get value() {
      return count === 0 ? undefined : sum / count;
    },
  };
};

const MOST_CHANGED = 10;

/**
 * Compares `before` with `after`, reading the users of both from the ledger, 500 at a time; the memory that it takes grows with the number of
 * different contents only.
 * @throws GradusError DATA_VERSION_UNKNOWN
 */
export const compareDataVersions = async (
  model: RecommendingModel,
  before: string,
  after: string,
  { clients, environment }: RecommendationContext,
  options: CompareOptions = {},
): Promise<DataComparison> => {
  const settings = recommendationsOf(model);
  const {
    type = settings.types[0]!,
    contents = settings.contents[0]!,
    k = settings.limit,
    sample = 1,
    signal,
  } = options;
  const client = clients.dynamodb;
  const table = tableName(model, environment.namespace);
  await Promise.all([before, after].map((version) => requireDataVersion(client, table, version)));

  const at = (version: string): Place => ({ version, type, contents });
  const usersOf = ({ rows }: LedgerEntry): string[] =>
    rows.flatMap((row) =>
      row.user !== undefined && row.type === type && row.contents === contents && bucketOf(row.user, 'compare') < sample
        ? [row.user]
        : [],
    );
  /** The first k contents of the users, in both versions. */
  const ranksOf = async (users: readonly string[]) => {
    const keys = users.map((user) => [userKey(user, at(before)), userKey(user, at(after))] as const);
    const items = await readItems(client, table, keys.flat());
    return keys.map(([old, young], index) => {
      const [was, is] = [old, young].map((key) => {
        const item = items.get(key);
        return (
          item &&
          readRecommendationItem(item)
            .items.slice(0, k)
            .map(({ ContentID }) => ContentID)
        );
      });
      return { user: users[index]!, was, is };
    });
  };

  const users = { both: 0, onlyBefore: 0, onlyAfter: 0 };
  const catalogue = { before: new Set<string>(), after: new Set<string>() };
  const [overlap, biased, tau, unchanged] = [mean(), mean(), mean(), mean()];
  let mostChanged: { user: string; rankBiasedOverlap: number }[] = [];
  const note = (user: string, was: readonly string[], is: readonly string[]): void => {
    const agreement = rankBiasedOverlap(was, is);
    overlap.add(overlapAt(k, was, is));
    biased.add(agreement);
    tau.add(kendallTau(was, is));
    unchanged.add(was.length === is.length && was.every((id, rank) => id === is[rank]) ? 1 : 0);
    if (agreement === 1) return;
    if (mostChanged.length === MOST_CHANGED && mostChanged.at(-1)!.rankBiasedOverlap <= agreement) return;
    mostChanged = [...mostChanged, { user, rankBiasedOverlap: agreement }]
      .sort((a, b) => a.rankBiasedOverlap - b.rankBiasedOverlap || (a.user < b.user ? -1 : 1))
      .slice(0, MOST_CHANGED);
  };

  for await (const entry of ledgerEntries(client, table, before)) {
    signal?.throwIfAborted();
    for (const { user, was, is } of await ranksOf(usersOf(entry))) {
      for (const id of was ?? []) catalogue.before.add(id);
      if (!was) continue;
      if (!is) {
        users.onlyBefore += 1;
        continue;
      }
      users.both += 1;
      for (const id of is) catalogue.after.add(id);
      note(user, was, is);
    }
  }
  for await (const entry of ledgerEntries(client, table, after)) {
    signal?.throwIfAborted();
    for (const { was, is } of await ranksOf(usersOf(entry))) {
      if (was || !is) continue;
      users.onlyAfter += 1;
      for (const id of is) catalogue.after.add(id);
    }
  }
  const common = [...catalogue.before].filter((id) => catalogue.after.has(id)).length;
  return {
    k,
    type,
    contents,
    users,
    catalogue: { before: catalogue.before.size, after: catalogue.after.size, common },
    ...(users.both > 0 && {
      overlap: overlap.value!,
      rankBiasedOverlap: biased.value!,
      unchanged: unchanged.value!,
      ...(tau.value !== undefined && { kendallTau: tau.value }),
    }),
    mostChanged,
  };
};
