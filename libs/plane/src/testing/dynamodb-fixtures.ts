/** Tables for specs of DynamoDB. */
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  type AttributeValue,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { AccountKey } from '../accounts/credentials-file.ts';
import { rawRequest, type RawAnswer } from './raw-request.ts';
import type { SdkClients } from './sdk-clients.ts';
import { signer } from './signer.ts';
import { TEST_REGION } from './test-plane.ts';
import { waitFor } from './wait-for.ts';

/** A table of a hash key `pk` and, unless told otherwise, a range key `sk`, both strings, paid on demand. */
export const tableInput = (
  TableName: string,
  change: Partial<CreateTableCommandInput> = {},
): CreateTableCommandInput => ({
  TableName,
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  ...change,
});

export const untilTableIs = async (
  { dynamodb }: SdkClients,
  TableName: string,
  status: string | undefined,
): Promise<void> => {
  await waitFor(async () => {
    const answer = await dynamodb.send(new DescribeTableCommand({ TableName })).catch((error: unknown) => {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      return undefined;
    });
    return answer?.Table?.TableStatus === status;
  });
};

/** Makes a table as {@link tableInput} says, and waits for it. */
export const makeTable = async (
  clients: SdkClients,
  name: string,
  change?: Partial<CreateTableCommandInput>,
): Promise<void> => {
  await clients.dynamodb.send(new CreateTableCommand(tableInput(name, change)));
  await untilTableIs(clients, name, 'ACTIVE');
};

export type TestItem = Record<string, AttributeValue>;

/** Writes items of any number, 25 at a time. */
export const writeItems = async (
  { dynamodb }: SdkClients,
  table: string,
  items: readonly TestItem[],
): Promise<void> => {
  for (let at = 0; at < items.length; at += 25) {
    const requests = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
  }
};

/** Sends a body as it is, signed by the plane's first account. */
export const sendJson = async (
  plane: { readonly url: string; readonly accounts: readonly AccountKey[] },
  operation: string,
  body: string,
): Promise<RawAnswer> => {
  const { headers } = await signer('dynamodb', TEST_REGION, plane.accounts[0]!).sign({
    ...{ method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path: '/', query: {} },
    headers: {
      host: new URL(plane.url).host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
    },
    body,
  });
  return rawRequest(plane.url, { headers, body });
};
