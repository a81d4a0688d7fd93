/** Takes data versions off the table: at once, or by DynamoDB's time-to-live after they were superseded. */
import { DeleteItemCommand, UpdateItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { durationSeconds } from '@gradus/core';
import { errors } from '../errors.ts';
import { changePointer, currentPointer } from './change-pointer.ts';
import {
  dataVersions,
  findDataVersion,
  requireDataVersion,
  type DataVersion,
  type DataVersionState,
} from './data-version.ts';
import { deleteEntry } from './delete-entry.ts';
import { inParallel } from './in-parallel.ts';
import { versionKey } from './keys.ts';
import { ledgerEntries, type LedgerEntry } from './ledger.ts';
import { readItems } from './read-batch.ts';
import { keyAttributes, readRecommendationItem, TTL_ATTRIBUTE } from './recommendation-item.ts';
import { reverseKeys } from './recommendation-row.ts';
import { versionsInUse } from './served-pointer.ts';
import { recommendationsOf, tableName, type RecommendationContext, type RecommendingModel } from './settings.ts';
import { BATCH_SIZE, writeBatches } from './write-batch.ts';

const PARALLEL = 8;

/** From here on the version cannot be served: in the same item that says what is, so that no reader's version is taken. */
const retire = async (client: DynamoDBClient, table: string, version: string): Promise<void> => {
  await changePointer(client, table, (pointer) => {
    if (versionsInUse(pointer).includes(version)) {
      throw errors.make(
        'DATA_VERSION_IN_USE',
        `data version ${version} is served, tried, or what a rollback goes back to`,
        {
          got: version,
          remedy: 'Serve another first.',
        },
      );
    }
    return pointer.retired.includes(version)
      ? undefined
      : { ...pointer, retired: [...pointer.retired, version].sort() };
  });
};

/** Says more of a version that is there; nobody writes it any more. */
const setRecord = async (
  client: DynamoDBClient,
  table: string,
  version: string,
  { state, expiresAt, marked }: { state?: DataVersionState; expiresAt?: number; marked?: number },
): Promise<void> => {
  const set = Object.entries({
    Writer: { S: '' },
    ...(state !== undefined && { State: { S: state } }),
    ...(expiresAt !== undefined && { ExpiresAt: { N: String(expiresAt) } }),
    ...(marked !== undefined && { Marked: { N: String(marked) } }),
  });
  await client.send(
    new UpdateItemCommand({
      TableName: table,
      Key: keyAttributes(versionKey(version)),
      UpdateExpression: `SET ${set.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: 'attribute_exists(PK)',
      ExpressionAttributeNames: Object.fromEntries(set.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: Object.fromEntries(set.map(([name, value]) => [`:${name}`, value])),
    }),
  );
};

/** The items of an entry that are there, and of who was recommended them, with the time at which they go. */
const expiringItems = async (
  client: DynamoDBClient,
  table: string,
  { version, reverseItems, createdAt }: DataVersion,
  entry: LedgerEntry,
  at: number,
): Promise<WriteRequest[]> => {
  const rows = entry.rows.filter(({ user }) => user !== undefined);
  const items = await readItems(
    client,
    table,
    rows.map(({ key }) => key),
  );
  const expiry = { [TTL_ATTRIBUTE]: { N: String(at) } };
  return rows.flatMap(({ user, key }) => {
    const item = items.get(key);
    if (!item) return [];
    const reverse = reverseItems ? reverseKeys({ user: user!, ...readRecommendationItem(item) }, version) : [];
    const all = [item, ...reverse.map((each) => ({ ...keyAttributes(each), CreatedAt: { S: createdAt } }))];
    return all.map((each) => ({ PutRequest: { Item: { ...each, ...expiry } } }));
  });
};

/** Whether all items of a version say when they expire. */
const isMarked = ({ expiresAt, marked, chunks }: DataVersion): boolean => expiresAt !== undefined && marked >= chunks;

export interface ExpiryProgress {
  readonly version: string;
  /** Rows whose items say when they expire. */
  readonly rows: number;
  readonly of: number;
}

export interface RetireOptions {
  readonly onProgress?: (progress: ExpiryProgress) => void;
  /** Ends it between two chunks: the next run goes on there. */
  readonly signal?: AbortSignal;
  /** Seconds until what is superseded expires; the model's `ttl` when absent. */
  readonly ttl?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Lets a data version that is not in use expire `serve.recommendations.ttl` from now: until then readers that still hold it are served. Its popular
 * recommendations stay until it is deleted. A run that died is completed by another, with the time that the first one set.
 * @returns the version; undefined when there is none
 * @throws GradusError DATA_VERSION_IN_USE
 */
export const expireDataVersion = async (
  model: RecommendingModel,
  version: string,
  { clients, environment }: RecommendationContext,
  { now = Date.now, ttl = durationSeconds(recommendationsOf(model).ttl), onProgress, signal }: RetireOptions = {},
): Promise<DataVersion> => {
  const client = clients.dynamodb;
  const table = tableName(model, environment.namespace);
  const found = await requireDataVersion(client, table, version);
  await retire(client, table, version);
  if (found.state === 'deleting' || isMarked(found)) return found;
  const at = found.expiresAt ?? Math.ceil(now() / 1000) + ttl;
  if (found.expiresAt === undefined) await setRecord(client, table, version, { state: 'expiring', expiresAt: at });
  let rows = 0;
  for await (const entry of ledgerEntries(client, table, version, { from: found.marked })) {
    signal?.throwIfAborted();
    const requests = await expiringItems(client, table, found, entry, at);
    const work = inParallel(PARALLEL);
    for (let from = 0; from < requests.length; from += BATCH_SIZE) {
      await work.start(() => writeBatches(client, table, requests.slice(from, from + BATCH_SIZE)));
    }
    await work.drain();
    await setRecord(client, table, version, { marked: entry.index + 1 });
    rows += entry.rows.length;
    onProgress?.({ version, rows, of: found.rows });
  }
  return requireDataVersion(client, table, version);
};

/**
 * Lets the complete data versions expire that are older than the served one and neither tried nor what a rollback goes back to, and deletes what is left of
 * those whose time is over. Newer ones may be waiting for their trial. `switchData` does this after each switch; to be called again when that was cut off.
 */
export const expireSuperseded = async (
  model: RecommendingModel,
  context: RecommendationContext,
  options: RetireOptions = {},
): Promise<{ readonly expiring: readonly string[]; readonly deleted: readonly string[] }> => {
  const { now = Date.now } = options;
  const client = context.clients.dynamodb;
  const table = tableName(model, context.environment.namespace);
  const pointer = await currentPointer(client, table);
  if (pointer.stable === undefined) return { expiring: [], deleted: [] };
  const kept = versionsInUse(pointer);
  const { createdAt: served } = await requireDataVersion(client, table, pointer.stable);
  const expiring: string[] = [];
  const deleted: string[] = [];
  for await (const found of dataVersions(client, table)) {
    const { version, state, createdAt, expiresAt } = found;
    if (kept.includes(version) || state === 'writing') continue;
    if (state === 'deleting' || (expiresAt !== undefined && expiresAt <= now() / 1000)) {
      await deleteDataVersion(model, version, context);
      deleted.push(version);
    } else if (state === 'expiring' ? !isMarked(found) : createdAt < served) {
      await expireDataVersion(model, version, context, options);
      expiring.push(version);
    }
  }
  return { expiring, deleted };
};

export interface Deletion {
  /** Rows that this call deleted. */
  readonly rows: number;
  /** False when the call ended at its bound: the next one goes on. */
  readonly done: boolean;
}

/**
 * Deletes a data version that is not in use, reverse items and popular recommendations too.
 * @param options.maxRows end after about so many rows
 * @throws GradusError DATA_VERSION_IN_USE, DATA_VERSION_UNKNOWN
 */
export const deleteDataVersion = async (
  model: RecommendingModel,
  version: string,
  { clients, environment }: RecommendationContext,
  { maxRows = Infinity, onProgress }: { maxRows?: number; onProgress?: (rows: number) => void } = {},
): Promise<Deletion> => {
  const client = clients.dynamodb;
  const table = tableName(model, environment.namespace);
  const found = await findDataVersion(client, table, version);
  const { retired } = await currentPointer(client, table);
  // A run that died last left the name retired, and no record.
  if (!found && !retired.includes(version)) await requireDataVersion(client, table, version);
  await retire(client, table, version);
  let rows = 0;
  if (found) {
    if (found.state !== 'deleting') await setRecord(client, table, version, { state: 'deleting' });
    for await (const entry of ledgerEntries(client, table, version, { pageSize: 1 })) {
      if (rows >= maxRows) return { rows, done: false };
      await deleteEntry(client, table, version, entry, { reverseItems: found.reverseItems });
      rows += entry.rows.length;
      onProgress?.(rows);
    }
    await client.send(new DeleteItemCommand({ TableName: table, Key: keyAttributes(versionKey(version)) }));
  }
  await changePointer(client, table, (pointer) =>
    pointer.retired.includes(version)
      ? { ...pointer, retired: pointer.retired.filter((each) => each !== version) }
      : undefined,
  );
  return { rows, done: true };
};
