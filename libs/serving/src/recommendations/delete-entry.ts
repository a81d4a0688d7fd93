/** Takes the rows of one ledger entry off the table, and the entry last, so that a run that dies finds them again. */
import type { DynamoDBClient, WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Recommendations } from '@gradus/core';
import { reverseKey, userKey, type Key } from './keys.ts';
import { deleteLedgerEntry, type LedgerEntry } from './ledger.ts';
import { readItems } from './read-batch.ts';
import { keyAttributes, readRecommendationItem } from './recommendation-item.ts';
import { writeBatches } from './write-batch.ts';

/** Keys of who was recommended what by the rows of an entry. */
const reverseKeysOf = async (
  client: DynamoDBClient,
  table: string,
  version: string,
  entry: LedgerEntry,
): Promise<Key[]> => {
  const rows = entry.rows.filter(({ user }) => user !== undefined);
  const items = await readItems(
    client,
    table,
    rows.map(({ key }) => key),
  );
  return rows.flatMap(({ user, key }) => {
    const item = items.get(key);
    return item ? readRecommendationItem(item).items.map(({ ContentID }) => reverseKey(ContentID, version, user!)) : [];
  });
};

/** A reverse item does not say of which type and contents: of the users of an entry, those that rows outside of it need. */
const neededElsewhere = async (
  client: DynamoDBClient,
  table: string,
  version: string,
  entry: LedgerEntry,
  { types, contents }: Pick<Recommendations, 'types' | 'contents'>,
): Promise<Set<string>> => {
  const here = new Set(entry.rows.map(({ key }) => JSON.stringify(key)));
  const users = new Set(entry.rows.flatMap(({ user }) => (user === undefined ? [] : [user])));
  const elsewhere = [...users]
    .flatMap((user) =>
      types.flatMap((type) =>
        contents.map((content) => ({ user, key: userKey(user, { version, type, contents: content }) })),
      ),
    )
    .filter(({ key }) => !here.has(JSON.stringify(key)));
  const items = await readItems(
    client,
    table,
    elsewhere.map(({ key }) => key),
  );
  return new Set(
    elsewhere.flatMap(({ user, key }) => {
      const item = items.get(key);
      if (!item) return [];
      return readRecommendationItem(item).items.map(({ ContentID }) =>
        JSON.stringify(reverseKey(ContentID, version, user)),
      );
    }),
  );
};

const remove = (key: Key): WriteRequest => ({ DeleteRequest: { Key: keyAttributes(key) } });

/**
 * Deletes the items of an entry, and the entry.
 * @param keepSharedOf given when other entries of the version stay: what they need of the reverse items stays too
 */
export const deleteEntry = async (
  client: DynamoDBClient,
  table: string,
  version: string,
  entry: LedgerEntry,
  { reverseItems, keepSharedOf }: { reverseItems: boolean; keepSharedOf?: Pick<Recommendations, 'types' | 'contents'> },
): Promise<void> => {
  if (reverseItems) {
    const keys = await reverseKeysOf(client, table, version, entry);
    const needed = keepSharedOf && (await neededElsewhere(client, table, version, entry, keepSharedOf));
    const own = keys.filter((key) => !needed?.has(JSON.stringify(key)));
    await writeBatches(client, table, own.map(remove));
  }
  await writeBatches(
    client,
    table,
    entry.rows.map(({ key }) => remove(key)),
  );
  await deleteLedgerEntry(client, table, version, entry.index);
};
