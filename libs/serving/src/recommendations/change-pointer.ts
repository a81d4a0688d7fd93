/** Changes the pointer: read, decide, written on condition that nobody else did meanwhile; every switch stands in the history. */
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { errors } from '../errors.ts';
import { historyKey, POINTER_KEY } from './keys.ts';
import { keyAttributes } from './recommendation-item.ts';
import { pointerItem, readPointer, switchAttributes, type DataSwitch, type ServedPointer } from './served-pointer.ts';

const ATTEMPTS = 5;

/** The pointer as it is now. */
export const currentPointer = async (client: DynamoDBClient, table: string): Promise<ServedPointer> => {
  const Key = keyAttributes(POINTER_KEY);
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  return readPointer(Item);
};

const record = async (client: DynamoDBClient, table: string, done: DataSwitch | undefined): Promise<void> => {
  if (!done) return;
  const Item = { ...keyAttributes(historyKey(done.revision)), ...switchAttributes(done) };
  await client.send(new PutItemCommand({ TableName: table, Item }));
};

const replace = async (client: DynamoDBClient, table: string, next: ServedPointer, expected: number) => {
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: pointerItem(next),
      ConditionExpression: expected === 0 ? 'attribute_not_exists(PK)' : 'Revision = :expected',
      ...(expected > 0 && { ExpressionAttributeValues: { ':expected': { N: String(expected) } } }),
    }),
  );
};

/** The pointer after a change; undefined leaves it as it is. It may be asked for again: whatever it reads it must read anew. */
export type Decision = (
  current: ServedPointer,
) => Promise<Omit<ServedPointer, 'revision'> | undefined> | Omit<ServedPointer, 'revision'> | undefined;

/**
 * Changes the pointer in one step and returns it. The last switch is in the pointer too, so that the history has it after a crash between the
 * two writes: whoever changes the pointer next writes it down first.
 * @throws GradusError DATA_SWITCH_LOST when others change it again and again; whatever `decide` throws
 */
export const changePointer = async (
  client: DynamoDBClient,
  table: string,
  decide: Decision,
): Promise<ServedPointer> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const current = await currentPointer(client, table);
    const decided = await decide(current);
    if (!decided) return current;
    const next = { ...decided, revision: current.revision + 1 };
    await record(client, table, current.last);
    try {
      await replace(client, table, next, current.revision);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // A retry of the SDK fails on what its first attempt wrote.
      const now = await currentPointer(client, table);
      const mine =
        now.revision === next.revision && JSON.stringify(now) === JSON.stringify(readPointer(pointerItem(next)));
      if (!mine) continue;
    }
    await record(client, table, next.last);
    return next;
  }
  throw errors.make('DATA_SWITCH_LOST', `others changed what ${table} serves ${ATTEMPTS} times meanwhile`, {
    remedy: 'See who: gradus data-versions <model> --history. Then try again.',
  });
};
