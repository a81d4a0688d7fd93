/** Records of data versions: how far each is written, and what it holds. */
import { GetItemCommand, QueryCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { errors } from '../errors.ts';
import { VERSIONS_PARTITION, versionKey } from './keys.ts';
import { keyAttributes } from './recommendation-item.ts';

/** `writing`: begun, not complete. `complete`: can be served. `expiring`: its items go at `expiresAt`. `deleting`: they go now. */
export type DataVersionState = 'writing' | 'complete' | 'expiring' | 'deleting';

export interface DataVersion {
  readonly version: string;
  readonly state: DataVersionState;
  /** ISO 8601: when its writing began; every item of it says the same. */
  readonly createdAt: string;
  readonly completedAt?: string;
  /** Rows written: one for each user, type and contents, and the popular ones. */
  readonly rows: number;
  /** Reverse items written. */
  readonly reverseRows: number;
  /** Pairs `<type>#<contents>` that have popular recommendations. */
  readonly popular: readonly string[];
  /** Whether who was recommended what was written too. */
  readonly reverseItems: boolean;
  /** The hash of all rows, whatever their order; complete versions have one. */
  readonly digest?: string;
  /** Leading chunks of the ledger that are wholly written. */
  readonly chunks: number;
  /** Who writes it: a newer writer takes over. */
  readonly writer: string;
  /** Seconds since 1970; versions that expire have one. */
  readonly expiresAt?: number;
  /** Leading chunks whose items say when they expire. */
  readonly marked: number;
}

const dataVersionOf = (item: Record<string, AttributeValue>): DataVersion => {
  const text = (name: string) => item[name]?.S;
  const number = (name: string) => Number(item[name]?.N ?? 0);
  const [completedAt, digest] = [text('CompletedAt'), text('Digest')];
  return {
    version: text('Version')!,
    state: text('State') as DataVersionState,
    createdAt: text('CreatedAt')!,
    ...(completedAt !== undefined && { completedAt }),
    rows: number('Rows'),
    reverseRows: number('ReverseRows'),
    popular: item['Popular']?.SS ?? [],
    reverseItems: item['ReverseItems']?.BOOL ?? false,
    ...(digest !== undefined && { digest }),
    chunks: number('Chunks'),
    writer: text('Writer') ?? '',
    marked: number('Marked'),
    ...(item['ExpiresAt'] && { expiresAt: number('ExpiresAt') }),
  };
};

export const findDataVersion = async (
  client: DynamoDBClient,
  table: string,
  version: string,
): Promise<DataVersion | undefined> => {
  const Key = keyAttributes(versionKey(version));
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  return Item && dataVersionOf(Item);
};

/** @throws GradusError DATA_VERSION_UNKNOWN */
export const requireDataVersion = async (
  client: DynamoDBClient,
  table: string,
  version: string,
): Promise<DataVersion> => {
  const found = await findDataVersion(client, table, version);
  if (found) return found;
  const known: string[] = [];
  for await (const each of dataVersions(client, table)) {
    known.push(each.version);
    if (known.length === 20) break;
  }
  throw errors.make('DATA_VERSION_UNKNOWN', `${table} has no data version ${version}`, {
    got: version,
    allowed: known,
    remedy: 'Write it, or name one that is there.',
  });
};

/** Every data version, by name. */
export async function* dataVersions(client: DynamoDBClient, table: string): AsyncGenerator<DataVersion> {
  let start: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': { S: VERSIONS_PARTITION } },
        ConsistentRead: true,
        Limit: 100,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of Items) yield dataVersionOf(item);
    start = LastEvaluatedKey;
  } while (start);
}
