/** Everything that stands in a recommendation table, for specs. */
import { ScanCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseKey } from '../keys.ts';
import type { Attributes } from '../recommendation-item.ts';

/** Every item, sorted by key. */
export const tableContents = async (client: DynamoDBClient, table: string): Promise<Attributes[]> => {
  const items: Attributes[] = [];
  let start: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: start }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return items.sort((a, b) => (keyText(a) < keyText(b) ? -1 : 1));
};

const keyText = (item: Attributes): string => JSON.stringify([item['PK']!.S, item['SK']!.S]);

/** What readers see: items of recommendations, without the records about them. */
export const recommendationsIn = async (client: DynamoDBClient, table: string): Promise<Attributes[]> =>
  (await tableContents(client, table)).filter((item) => parseKey({ PK: item['PK']!.S!, SK: item['SK']!.S! }));
