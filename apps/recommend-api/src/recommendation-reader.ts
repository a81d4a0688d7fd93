/** Reads what is served to a user: the pointer and the popular recommendations from memory when they are young enough. */
import { GetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  isExpired,
  keyAttributes,
  POINTER_KEY,
  popularKey,
  readPointer,
  readRecommendationItem,
  userKey,
  versionFor,
  type Key,
  type Recommendation,
  type ServedPointer,
} from '@gradus/serving/recommendations';
import type { ApiRequest } from './api-request.ts';
import { cached } from './cached.ts';

/** Milliseconds after a switch until every environment of the function follows. */
export const POINTER_MS = 5000;
/** What is popular in a data version never changes. */
const POPULAR_MS = 60_000;

export interface Found extends Recommendation {
  readonly version: string;
  readonly source: 'user' | 'popular';
}

export interface Clocks {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds that never go back. */
  readonly elapsed: () => number;
}

export interface RecommendationReader {
  /** What is served; `nothing-served` when no data version is; undefined when the version has neither the user nor popular ones of the kind. */
  find(asked: ApiRequest): Promise<Found | 'nothing-served' | undefined>;
}

export const recommendationReader = (client: DynamoDBClient, table: string, clocks: Clocks): RecommendationReader => {
  const pointers = cached<ServedPointer>(POINTER_MS, clocks.elapsed);
  const popular = cached<Recommendation | undefined>(POPULAR_MS, clocks.elapsed);
  const read = async (key: Key) =>
    (await client.send(new GetItemCommand({ TableName: table, Key: keyAttributes(key) }))).Item;
  const readUnexpired = async (key: Key): Promise<Recommendation | undefined> => {
    const item = await read(key);
    const found = item && readRecommendationItem(item);
    return found && !isExpired(found, clocks.now()) ? found : undefined;
  };
  const pointer = () => pointers.get('served', async () => readPointer(await read(POINTER_KEY)));
  const inVersion = async (version: string, { user, type, contents }: ApiRequest): Promise<Found | undefined> => {
    const place = { version, type, contents };
    const own = await readUnexpired(userKey(user, place));
    if (own) return { ...own, version, source: 'user' };
    const key = popularKey(place);
    const all = await popular.get(key.SK, () => readUnexpired(key));
    return all && { ...all, version, source: 'popular' };
  };
  return {
    find: async (asked) => {
      const version = versionFor(await pointer(), asked.user);
      const found = version === undefined ? undefined : await inVersion(version, asked);
      if (found) return found;
      // The version may have been deleted since the pointer was read.
      pointers.forget('served');
      const now = versionFor(await pointer(), asked.user);
      if (now === undefined) return 'nothing-served';
      return now === version ? undefined : inVersion(now, asked);
    },
  };
};
