/** Writes and deletes of many items: 25 a request, what DynamoDB leaves unprocessed sent again, ever later. */
import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors } from '../errors.ts';

/** What DynamoDB takes in one request. */
export const BATCH_SIZE = 25;

const ATTEMPTS = 12;
const FIRST_PAUSE_MS = 25;
const LONGEST_PAUSE_MS = 3000;

/** A pause that grows with the attempt, anywhere between nothing and all of it, so that writers part (AWS's "full jitter"). */
export const pauseOf = (attempt: number): number =>
  Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);

const keyOf = ({ PutRequest, DeleteRequest }: WriteRequest): string => {
  const { PK, SK } = PutRequest?.Item ?? DeleteRequest?.Key ?? {};
  return JSON.stringify([PK?.S, SK?.S]);
};

/** DynamoDB refuses a batch that names a key twice: of such requests the last counts. */
const distinct = (requests: readonly WriteRequest[]): WriteRequest[] => [
  ...new Map(requests.map((request) => [keyOf(request), request])).values(),
];

const writeOnce = async (client: DynamoDBClient, table: string, batch: WriteRequest[], signal?: AbortSignal) => {
  let left = batch;
  for (let attempt = 0; left.length > 0; attempt += 1) {
    signal?.throwIfAborted();
    if (attempt === ATTEMPTS) {
      throw errors.make(
        'DYNAMODB_THROTTLED',
        `${left.length} items of ${table} are unprocessed after ${ATTEMPTS} attempts`,
        {
          remedy: 'Run it again: it goes on where it stood. On AWS, look at the capacity of the table.',
        },
      );
    }
    if (attempt > 0) await sleep(pauseOf(attempt));
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: left } }));
    left = UnprocessedItems?.[table] ?? [];
  }
};

/**
 * Writes them, in order, one request after the other.
 * @throws GradusError DYNAMODB_THROTTLED; the signal's reason
 */
export const writeBatches = async (
  client: DynamoDBClient,
  table: string,
  requests: readonly WriteRequest[],
  signal?: AbortSignal,
): Promise<void> => {
  const all = distinct(requests);
  for (let at = 0; at < all.length; at += BATCH_SIZE) {
    await writeOnce(client, table, all.slice(at, at + BATCH_SIZE), signal);
  }
};
