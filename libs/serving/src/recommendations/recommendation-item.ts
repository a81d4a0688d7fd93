/** One item of the recommendation table: what is recommended to a user, or to users nobody knows. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { errors } from '../errors.ts';
import type { Key } from './keys.ts';

export interface RecommendItem {
  readonly ContentID: string;
  /** Larger is better; within a list only the order counts. */
  readonly Score: number;
}

/** An item as DynamoDB takes it. */
export type Attributes = Record<string, AttributeValue>;

/** The attribute by which DynamoDB expires items: seconds since 1970. */
export const TTL_ATTRIBUTE = 'TTL';

const MAX_ITEM_BYTES = 400 * 1024;

const textBytes = (text: string): number => Buffer.byteLength(text);

/** Upper bound of what DynamoDB counts for a value (its guide, "Item sizes and formats"). */
const valueBytes = (value: AttributeValue): number => {
  if (value.S !== undefined) return textBytes(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 2;
  if (value.L) return value.L.reduce((sum, each) => sum + 1 + valueBytes(each), 3);
  if (value.M)
    return Object.entries(value.M).reduce((sum, [name, each]) => sum + 1 + textBytes(name) + valueBytes(each), 3);
  if (value.SS) return value.SS.reduce((sum, each) => sum + textBytes(each), 0);
  return 1;
};

/** Bytes of an item as DynamoDB counts them, at most a few too many. */
const itemBytes = (item: Attributes): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + textBytes(name) + valueBytes(value), 0);

/** The key as DynamoDB takes it. */
export const keyAttributes = ({ PK, SK }: Key) => ({ PK: { S: PK }, SK: { S: SK } });

/**
 * The item of a key.
 * @param items best first, cut already
 * @param createdAt ISO 8601
 * @throws GradusError RECOMMENDATION_TOO_LARGE
 */
export const recommendationItem = (key: Key, items: readonly RecommendItem[], createdAt: string): Attributes => {
  const item: Attributes = {
    ...keyAttributes(key),
    RecommendItems: {
      L: items.map(({ ContentID, Score }) => ({ M: { ContentID: { S: ContentID }, Score: { N: String(Score) } } })),
    },
    CreatedAt: { S: createdAt },
  };
  const bytes = itemBytes(item);
  if (bytes <= MAX_ITEM_BYTES) return item;
  throw errors.make('RECOMMENDATION_TOO_LARGE', `the recommendations of ${key.PK} take ${Math.ceil(bytes / 1024)} KB`, {
    got: items.length,
    allowed: ['400 KB'],
    remedy: 'Make serve.recommendations.limit smaller, or the ids of contents shorter.',
  });
};

export interface Recommendation {
  readonly items: readonly RecommendItem[];
  /** ISO 8601. */
  readonly createdAt: string;
  /** Seconds since 1970 from which on it is not served; absent: never. */
  readonly expiresAt?: number;
}

/**
 * What an item says.
 * @throws GradusError RECOMMENDATION_ITEM_BROKEN
 */
export const readRecommendationItem = (item: Attributes): Recommendation => {
  const items = item['RecommendItems']?.L?.map(({ M }) => ({
    ContentID: M?.['ContentID']?.S,
    Score: Number(M?.['Score']?.N ?? NaN),
  }));
  const createdAt = item['CreatedAt']?.S;
  const ttl = item[TTL_ATTRIBUTE]?.N;
  if (
    !items?.every(({ ContentID, Score }) => ContentID !== undefined && !Number.isNaN(Score)) ||
    createdAt === undefined
  ) {
    throw errors.make('RECOMMENDATION_ITEM_BROKEN', `item ${item['PK']?.S ?? ''} ${item['SK']?.S ?? ''} is broken`, {
      remedy: 'Write the data version anew under another name, and switch to that.',
    });
  }
  return {
    items: items as RecommendItem[],
    createdAt,
    ...(ttl !== undefined && { expiresAt: Number(ttl) }),
  };
};

/** True when it must not be served any more; DynamoDB may still hold it, its sweep comes when it comes. */
export const isExpired = ({ expiresAt }: Pick<Recommendation, 'expiresAt'>, now: number): boolean =>
  expiresAt !== undefined && expiresAt <= now / 1000;
