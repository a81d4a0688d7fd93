/** Reads of many items: 100 a request, what DynamoDB leaves unprocessed asked for again, ever later. */
import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors } from '../errors.ts';
import type { Key } from './keys.ts';
import { keyAttributes, type Attributes } from './recommendation-item.ts';
import { pauseOf } from './write-batch.ts';

/** What DynamoDB takes in one request. */
const BATCH_SIZE = 100;
const ATTEMPTS = 12;

const textOf = ({ PK, SK }: Key): string => JSON.stringify([PK, SK]);

export interface ItemsByKey {
  get(key: Key): Attributes | undefined;
}

/**
 * The items of these keys that are there, read consistently.
 * @throws GradusError DYNAMODB_THROTTLED
 */
export const readItems = async (client: DynamoDBClient, table: string, keys: readonly Key[]): Promise<ItemsByKey> => {
  const items = new Map<string, Attributes>();
  const distinct = [...new Map(keys.map((key) => [textOf(key), key])).values()];
  for (let at = 0; at < distinct.length; at += BATCH_SIZE) {
    let left: Attributes[] = distinct.slice(at, at + BATCH_SIZE).map(keyAttributes);
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt === ATTEMPTS) {
        throw errors.make(
          'DYNAMODB_THROTTLED',
          `${left.length} items of ${table} are unread after ${ATTEMPTS} attempts`,
          {
            remedy: 'Run it again. On AWS, look at the capacity of the table.',
          },
        );
      }
      if (attempt > 0) await sleep(pauseOf(attempt));
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }),
      );
      for (const item of Responses?.[table] ?? []) items.set(textOf({ PK: item['PK']!.S!, SK: item['SK']!.S! }), item);
      left = UnprocessedKeys?.[table]?.Keys ?? [];
    }
  }
  return { get: (key) => items.get(textOf(key)) };
};
