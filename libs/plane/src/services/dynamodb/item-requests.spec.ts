import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTable, sendJson, type TestItem } from '../../testing/dynamodb-fixtures.ts';
import { withPlane } from '../../testing/with-plane.ts';

const TableName = 'items';
const keyOf = (pk: string): TestItem => ({ pk: { S: pk }, sk: { S: '0' } });
const KEY = keyOf('a');

interface Refusal {
  readonly operation: string;
  readonly input: object | string;
  readonly message: string;
  readonly code?: string;
}

const REFUSALS: Readonly<Record<string, Refusal>> = {
  'no table name': {
    operation: 'GetItem',
    input: { Key: {} },
    message: "Value null at 'tableName' failed to satisfy constraint: Member must not be null",
  },
  'a key of another schema': {
    operation: 'GetItem',
    input: { TableName, Key: { pk: { S: 'a' } } },
    message: 'The provided key element does not match the schema',
  },
  'an item without its key': {
    operation: 'PutItem',
    input: { TableName, Item: { pk: { S: 'a' } } },
    message: 'One or more parameter values were invalid: Missing the key sk in the item',
  },
  'an empty key': {
    operation: 'PutItem',
    input: { TableName, Item: keyOf('') },
    message:
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
  },
  'no number': {
    operation: 'PutItem',
    input: { TableName, Item: { ...KEY, n: { N: 'one' } } },
    message: 'The parameter cannot be converted to a numeric value: one',
  },
  '39 digits': {
    operation: 'PutItem',
    input: { TableName, Item: { ...KEY, n: { N: '1'.repeat(39) } } },
    message: 'Attempting to store more than 38 significant digits in a Number',
  },
  'a value of nothing': {
    operation: 'PutItem',
    input: { TableName, Item: { ...KEY, n: null } },
    message: 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
  },
  'a null in a list': {
    operation: 'PutItem',
    input: { TableName, Item: { ...KEY, n: { L: [null] } } },
    message: 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
  },
  'an item of more than 400 KB': {
    operation: 'PutItem',
    input: { TableName, Item: { ...KEY, n: { S: 'x'.repeat(409_600) } } },
    message: 'Item size has exceeded the maximum allowed size',
  },
  'a wrong type': {
    operation: 'PutItem',
    input: { TableName, Item: { pk: { S: 1 } } },
    message: 'NUMBER_VALUE cannot be converted to String',
    code: 'SerializationException',
  },
  'bytes that are no base64': {
    operation: 'PutItem',
    input: { TableName, Item: { ...KEY, b: { B: '***' } } },
    message: 'Base64 encoded length is expected a multiple of 4 bytes but found: 3',
    code: 'SerializationException',
  },
  'a list': {
    operation: 'PutItem',
    input: '[]',
    message: 'Start of list found where not expected',
    code: 'SerializationException',
  },
  'an unknown function': {
    operation: 'UpdateItem',
    input: { TableName, Key: KEY, UpdateExpression: 'set a = nonsense(b)' },
    message: 'Invalid UpdateExpression: Invalid function name; function: nonsense',
  },
  'a reserved word': {
    operation: 'GetItem',
    input: { TableName, Key: KEY, ProjectionExpression: 'name' },
    message: 'Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: name',
  },
  'an unused value': {
    operation: 'UpdateItem',
    input: { TableName, Key: KEY, UpdateExpression: 'remove b', ExpressionAttributeValues: { ':x': { S: '' } } },
    message: 'Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}',
  },
  'an index that is not there': {
    operation: 'Query',
    input: {
      TableName,
      IndexName: 'nowhere',
      KeyConditionExpression: 'pk = :a',
      ExpressionAttributeValues: { ':a': { S: 'a' } },
    },
    message: 'The table does not have the specified index: nowhere',
  },
  'a consistent read of a global index': {
    operation: 'Scan',
    input: { TableName, IndexName: 'by-city', ConsistentRead: true },
    message: 'Consistent reads are not supported on global secondary indexes',
  },
  'metrics of collections': {
    operation: 'PutItem',
    input: { TableName, Item: KEY, ReturnItemCollectionMetrics: 'SIZE' },
    message:
      "The plane does not execute 'ReturnItemCollectionMetrics' of PutItem; docs/coverage.md lists what it executes.",
  },
  '26 writes': {
    operation: 'BatchWriteItem',
    input: {
      RequestItems: { [TableName]: Array.from({ length: 26 }, (_, n) => ({ DeleteRequest: { Key: keyOf(`${n}`) } })) },
    },
    message: 'Member must have length less than or equal to 25',
  },
  'one item twice': {
    operation: 'BatchWriteItem',
    input: { RequestItems: { [TableName]: [1, 2].map(() => ({ DeleteRequest: { Key: KEY } })) } },
    message: 'Provided list of item keys contains duplicates',
  },
};

describe('requests about items', () => {
  const plane = withPlane();

  beforeAll(async () => {
    await makeTable(plane.clients(), TableName, {
      AttributeDefinitions: ['pk', 'sk', 'city'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      GlobalSecondaryIndexes: [
        {
          IndexName: 'by-city',
          KeySchema: [{ AttributeName: 'city', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
  });

  it.each(Object.entries(REFUSALS))('refuses %s', async (_what, refusal) => {
    const { operation, input, message, code = 'ValidationException' } = refusal;
    const answer = await sendJson(plane, operation, typeof input === 'string' ? input : JSON.stringify(input));
    expect({ status: answer.status, code: answer.code }).toEqual({ status: 400, code });
    const said = JSON.parse(answer.body) as { message?: string; Message?: string };
    expect(said.message ?? said.Message).toContain(message);
  });

  it('refuses more than 25 writes to several tables', async () => {
    await makeTable(plane.clients(), 'second');
    const writes = (count: number): object[] =>
      Array.from({ length: count }, (_, n) => ({ PutRequest: { Item: keyOf(`${n}`) } }));
    const batch = { RequestItems: { [TableName]: writes(20), second: writes(6) } };
    const answer = await sendJson(plane, 'BatchWriteItem', JSON.stringify(batch));
    expect(JSON.parse(answer.body)).toMatchObject({
      message: 'Too many items requested for the BatchWriteItem call',
    });
  });

  it('takes 16 MiB and no more', async () => {
    const item = (size: number): string => JSON.stringify({ TableName, Item: { ...KEY, n: { S: 'x'.repeat(size) } } });
    expect((await sendJson(plane, 'PutItem', item(15 * 1024 * 1024))).code).toBe('ValidationException');
    expect((await sendJson(plane, 'PutItem', item(17 * 1024 * 1024))).status).toBe(413);
  });

  it('says by name what the plane lacks', async () => {
    const Update = { TableName, Key: KEY, UpdateExpression: 'remove b' };
    const sent = plane.clients().dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }));
    await expect(sent).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
  });
});
