/** The ledger of a data version: which rows were written, chunk by chunk. It is how a version is found again without scanning the table. */
import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { ledgerKey, ledgerPartition, popularKey, userKey, type Key } from './keys.ts';
import { keyAttributes } from './recommendation-item.ts';
import type { CheckedRow } from './recommendation-row.ts';

/** Rows that are written together; the ledger has one entry for them. */
export interface Chunk {
  readonly index: number;
  readonly rows: readonly CheckedRow[];
}

/** A row as the ledger knows it. */
export interface LedgerRow {
  /** Absent: the popular row. */
  readonly user?: string;
  readonly type: string;
  readonly contents: string;
  readonly key: Key;
}

export interface LedgerEntry {
  readonly index: number;
  /** SHA-256 over the rows of the chunk, in order. */
  readonly digest: string;
  readonly rows: readonly LedgerRow[];
}

const ROWS_IN_CHUNK = 500;
/** An entry stays far below DynamoDB's 400 KB. */
const ID_BYTES_IN_CHUNK = 150_000;

/** Rows in chunks, as they come. */
export async function* chunksOf(rows: AsyncIterable<CheckedRow>): AsyncGenerator<Chunk> {
  let chunk: CheckedRow[] = [];
  let index = 0;
  let bytes = 0;
  for await (const row of rows) {
    chunk.push(row);
    bytes += Buffer.byteLength(row.user ?? '') + 8;
    if (chunk.length < ROWS_IN_CHUNK && bytes < ID_BYTES_IN_CHUNK) continue;
    yield { index, rows: chunk };
    [chunk, bytes] = [[], 0];
    index += 1;
  }
  if (chunk.length > 0) yield { index, rows: chunk };
}

export const chunkDigest = ({ rows }: Chunk): string => {
  const hash = createHash('sha256');
  for (const { digest } of rows) hash.update(digest);
  return hash.digest('hex');
};

/** `[type, contents, users, whether there is a popular row]` for each pair of type and contents. */
type Group = [string, string, string[], boolean];

/** Says which rows a chunk has; to be done before they are written. */
export const putLedgerEntry = async (
  client: DynamoDBClient,
  table: string,
  version: string,
  chunk: Chunk,
): Promise<void> => {
  const groups = new Map<string, Group>();
  for (const { user, type, contents } of chunk.rows) {
    const group = groups.get(`${type}#${contents}`) ?? [type, contents, [], false];
    if (user === undefined) group[3] = true;
    else group[2].push(user);
    groups.set(`${type}#${contents}`, group);
  }
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: {
        ...keyAttributes(ledgerKey(version, chunk.index)),
        Digest: { S: chunkDigest(chunk) },
        Rows: { S: JSON.stringify([...groups.values()]) },
      },
    }),
  );
};

export const deleteLedgerEntry = async (
  client: DynamoDBClient,
  table: string,
  version: string,
  index: number,
): Promise<void> => {
  await client.send(new DeleteItemCommand({ TableName: table, Key: keyAttributes(ledgerKey(version, index)) }));
};

const entryOf = (item: Record<string, AttributeValue>, version: string): LedgerEntry => {
  const groups = JSON.parse(item['Rows']?.S ?? '[]') as Group[];
  return {
    index: Number(item['SK']!.S!.slice(2)),
    digest: item['Digest']?.S ?? '',
    rows: groups.flatMap(([type, contents, users, popular]) => {
      const place = { version, type, contents };
      const known = users.map((user): LedgerRow => ({ user, type, contents, key: userKey(user, place) }));
      return popular ? [...known, { type, contents, key: popularKey(place) }] : known;
    }),
  };
};

/**
 * The entries of a version from chunk `from` on, in order, a few at a time.
 * @param backwards from the last to `from`
 */
export async function* ledgerEntries(
  client: DynamoDBClient,
  table: string,
  version: string,
  { from = 0, backwards = false, pageSize = 8 }: { from?: number; backwards?: boolean; pageSize?: number } = {},
): AsyncGenerator<LedgerEntry> {
  let start: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'PK = :pk AND SK >= :from',
        ExpressionAttributeValues: {
          ':pk': { S: ledgerPartition(version) },
          ':from': { S: ledgerKey(version, from).SK },
        },
        ConsistentRead: true,
        ScanIndexForward: !backwards,
        Limit: pageSize,
        ExclusiveStartKey: start,
      }),
    );
    for (const item of Items) yield entryOf(item, version);
    start = LastEvaluatedKey;
  } while (start);
}

/** The first entry at or after chunk `from`; undefined when there is none. */
export const firstLedgerEntry = async (
  client: DynamoDBClient,
  table: string,
  version: string,
  from: number,
): Promise<LedgerEntry | undefined> => {
  for await (const entry of ledgerEntries(client, table, version, { from, pageSize: 1 })) return entry;
  return undefined;
};
