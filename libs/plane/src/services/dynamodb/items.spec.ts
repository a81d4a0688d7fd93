import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  type AttributeValue,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTable, writeItems, type TestItem } from '../../testing/dynamodb-fixtures.ts';
import { rawRequest, type RawAnswer } from '../../testing/raw-request.ts';
import { signer } from '../../testing/signer.ts';
import { TEST_REGION } from '../../testing/test-plane.ts';
import { withPlane } from '../../testing/with-plane.ts';
import { crc32 } from 'node:zlib';

const TABLE = 'items';
const keyOf = (pk: string, sk = '0'): { pk: AttributeValue; sk: AttributeValue } => ({ pk: { S: pk }, sk: { S: sk } });
const INDEXES = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'city', AttributeType: 'S' },
    { AttributeName: 'age', AttributeType: 'N' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-city',
      KeySchema: [
        { AttributeName: 'city', KeyType: 'HASH' },
        { AttributeName: 'age', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: 'by-age',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'age', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
} as const;

describe('items', () => {
  const plane = withPlane();

  beforeAll(async () => {
    await makeTable(plane.clients(), TABLE, INDEXES as never);
  });

  const put = (Item: TestItem): Promise<unknown> =>
    plane.clients().dynamodb.send(new PutItemCommand({ TableName: TABLE, Item }));
  const get = async (pk: string, sk?: string): Promise<TestItem | undefined> =>
    (await plane.clients().dynamodb.send(new GetItemCommand({ TableName: TABLE, Key: keyOf(pk, sk) }))).Item;
  const query = async (input: Partial<QueryCommandInput>, ...values: AttributeValue[]): Promise<TestItem[]> => {
    const { Items } = await plane.clients().dynamodb.send(
      new QueryCommand({
        TableName: TABLE,
        ...input,
        ExpressionAttributeValues: Object.fromEntries(values.map((value, index) => [`:${index}`, value])),
      }),
    );
    return Items!;
  };
  const raw = async (operation: string, body: string): Promise<RawAnswer> => {
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

  describe('serialization', () => {
    it('keeps every type of value, bytes and all 38 digits', async () => {
      const item: TestItem = {
        ...keyOf('types'),
        text: { S: 'naïve ☃ \u0000' },
        empty: { S: '' },
        number: { N: '12345678901234567890123456789012345.678' },
        small: { N: '-0.000000000000000000000000000000000000000000001' },
        bytes: { B: new Uint8Array([0, 255, 128]) },
        yes: { BOOL: true },
        nothing: { NULL: true },
        texts: { SS: ['b', 'a'] },
        numbers: { NS: ['1', '2.5'] },
        blobs: { BS: [new Uint8Array([1]), new Uint8Array([2])] },
        list: { L: [{ S: 'x' }, { M: { deep: { L: [{ N: '1' }] } } }] },
        map: { M: { 'a.b': { S: 'c' } } },
      };
      await put(item);
      expect(await get('types')).toEqual(item);
    });

    it('answers as AWS does: the protocol, and the CRC-32 of the body, of refusals too', async () => {
      const found = await raw('GetItem', JSON.stringify({ TableName: TABLE, Key: keyOf('none') }));
      const refused = await raw('GetItem', JSON.stringify({ TableName: TABLE, Key: {} }));
      expect([found.status, refused.status]).toEqual([200, 400]);
      for (const { headers, body } of [found, refused]) {
        expect(headers).toMatchObject({
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-crc32': String(crc32(body)),
        });
      }
      expect(found.body).toBe('{}');
    });

    it('knows a table by its ARN', async () => {
      const TableName = `arn:aws:dynamodb:us-east-1:111111111111:table/${TABLE}`;
      await put(keyOf('by-arn'));
      const { Item } = await plane.clients().dynamodb.send(new GetItemCommand({ TableName, Key: keyOf('by-arn') }));
      expect(Item).toEqual(keyOf('by-arn'));
    });
  });

  describe('validation', () => {
    const refusals: readonly (readonly [string, string, object | string, string, string?])[] = [
      ['no table name', 'GetItem', { Key: {} }, "Value null at 'tableName' failed to satisfy constraint: Member must not be null"],
      ['a key of another schema', 'GetItem', { TableName: TABLE, Key: { pk: { S: 'a' } } }, 'The provided key element does not match the schema'],
      ['an item without its key', 'PutItem', { TableName: TABLE, Item: { pk: { S: 'a' } } }, 'One or more parameter values were invalid: Missing the key sk in the item'],
      ['an empty key', 'PutItem', { TableName: TABLE, Item: keyOf('') }, 'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk'],
      ['no number', 'PutItem', { TableName: TABLE, Item: { ...keyOf('a'), n: { N: 'one' } } }, 'The parameter cannot be converted to a numeric value: one'],
      ['39 digits', 'PutItem', { TableName: TABLE, Item: { ...keyOf('a'), n: { N: '1'.repeat(39) } } }, 'Attempting to store more than 38 significant digits in a Number'],
      ['a value of nothing', 'PutItem', { TableName: TABLE, Item: { ...keyOf('a'), n: null } }, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
      ['a null in a list', 'PutItem', { TableName: TABLE, Item: { ...keyOf('a'), n: { L: [null] } } }, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'],
      ['an item of more than 400 KB', 'PutItem', { TableName: TABLE, Item: { ...keyOf('a'), n: { S: 'x'.repeat(409_600) } } }, 'Item size has exceeded the maximum allowed size'],
      ['a wrong type', 'PutItem', { TableName: TABLE, Item: { pk: { S: 1 } } }, 'NUMBER_VALUE cannot be converted to String', 'SerializationException'],
      ['bytes that are no base64', 'PutItem', { TableName: TABLE, Item: { ...keyOf('a'), b: { B: '***' } } }, 'Base64 encoded length is expected a multiple of 4 bytes but found: 3', 'SerializationException'],
      ['a list', 'PutItem', '[]', 'Start of list found where not expected', 'SerializationException'],
      ['an unknown function', 'UpdateItem', { TableName: TABLE, Key: keyOf('a'), UpdateExpression: 'set a = nonsense(b)' }, 'Invalid UpdateExpression: Invalid function name; function: nonsense'],
      ['a reserved word', 'GetItem', { TableName: TABLE, Key: keyOf('a'), ProjectionExpression: 'name' }, 'Invalid ProjectionExpression: Attribute name is a reserved keyword; reserved keyword: name'],
      ['an unused value', 'UpdateItem', { TableName: TABLE, Key: keyOf('a'), UpdateExpression: 'remove b', ExpressionAttributeValues: { ':x': { S: '' } } }, 'Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}'],
      ['an index that is not there', 'Query', { TableName: TABLE, IndexName: 'nowhere', KeyConditionExpression: 'pk = :a', ExpressionAttributeValues: { ':a': { S: 'a' } } }, 'The table does not have the specified index: nowhere'],
      ['a consistent read of a global index', 'Scan', { TableName: TABLE, IndexName: 'by-city', ConsistentRead: true }, 'Consistent reads are not supported on global secondary indexes'],
      ['metrics of collections', 'PutItem', { TableName: TABLE, Item: keyOf('a'), ReturnItemCollectionMetrics: 'SIZE' }, "The plane does not execute 'ReturnItemCollectionMetrics' of PutItem; docs/coverage.md lists what it executes."],
      ['26 writes', 'BatchWriteItem', { RequestItems: { [TABLE]: Array.from({ length: 26 }, (_, n) => ({ DeleteRequest: { Key: keyOf(`${n}`) } })) } }, 'Member must have length less than or equal to 25'],
      ['one item twice', 'BatchWriteItem', { RequestItems: { [TABLE]: [1, 2].map(() => ({ DeleteRequest: { Key: keyOf('a') } })) } }, 'Provided list of item keys contains duplicates'],
    ]; // prettier-ignore
    it.each(refusals)('refuses %s', async (_what, operation, body, message, code = 'ValidationException') => {
      const answer = await raw(operation, typeof body === 'string' ? body : JSON.stringify(body));
      expect({ status: answer.status, code: answer.code }).toEqual({ status: 400, code });
      const said = JSON.parse(answer.body) as { message?: string; Message?: string };
      expect(said.message ?? said.Message).toContain(message);
    });

    it('refuses more than 25 writes to several tables', async () => {
      await makeTable(plane.clients(), 'second');
      const writes = (count: number): object[] =>
        Array.from({ length: count }, (_, n) => ({ PutRequest: { Item: keyOf(`${n}`) } }));
      const batch = { RequestItems: { [TABLE]: writes(20), second: writes(6) } };
      const answer = await raw('BatchWriteItem', JSON.stringify(batch));
      expect(JSON.parse(answer.body)).toMatchObject({
        message: 'Too many items requested for the BatchWriteItem call',
      });
    });

    it('takes 16 MiB and no more', async () => {
      const item = (size: number): string =>
        JSON.stringify({ TableName: TABLE, Item: { ...keyOf('a'), n: { S: 'x'.repeat(size) } } });
      expect((await raw('PutItem', item(15 * 1024 * 1024))).code).toBe('ValidationException');
      expect((await raw('PutItem', item(17 * 1024 * 1024))).status).toBe(413);
    });

    it('says by name what the plane lacks', async () => {
      const Update = { TableName: TABLE, Key: keyOf('a'), UpdateExpression: 'remove b' };
      const sent = plane.clients().dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Update }] }));
      await expect(sent).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } });
    });
  });

  describe('behaviour', () => {
    plane.executes('dynamodb:PutItem', { seenBy: 'dynamodb:GetItem' }, async () => {
      await put({ ...keyOf('put'), a: { S: '1' } });
      const { Attributes } = await plane
        .clients()
        .dynamodb.send(new PutItemCommand({ TableName: TABLE, Item: keyOf('put'), ReturnValues: 'ALL_OLD' }));
      expect(Attributes).toEqual({ ...keyOf('put'), a: { S: '1' } });
      expect(await get('put')).toEqual(keyOf('put'));
    });

    plane.executes('dynamodb:GetItem', { seenBy: 'dynamodb:PutItem' }, async () => {
      await put({ ...keyOf('projected'), a: { M: { b: { S: '1' }, c: { S: '2' } } } });
      const { Item, ConsumedCapacity } = await plane.clients().dynamodb.send(
        new GetItemCommand({
          ...{ TableName: TABLE, Key: keyOf('projected'), ConsistentRead: true },
          ...{ ProjectionExpression: 'a.b', ReturnConsumedCapacity: 'TOTAL' },
        }),
      );
      expect(Item).toEqual({ a: { M: { b: { S: '1' } } } });
      expect(ConsumedCapacity).toMatchObject({ TableName: TABLE, CapacityUnits: 1 });
    });

    plane.executes('dynamodb:UpdateItem', { seenBy: 'dynamodb:GetItem' }, async () => {
      const { dynamodb } = plane.clients();
      const count = (): Promise<unknown> =>
        dynamodb.send(
          new UpdateItemCommand({
            ...{ TableName: TABLE, Key: keyOf('counter'), UpdateExpression: 'add hits :one' },
            ExpressionAttributeValues: { ':one': { N: '1' } },
          }),
        );
      await Promise.all(Array.from({ length: 40 }, count));
      expect((await get('counter'))!['hits']).toEqual({ N: '40' });
    });

    plane.executes('dynamodb:DeleteItem', { seenBy: 'dynamodb:GetItem' }, async () => {
      await put(keyOf('deleted'));
      await plane.clients().dynamodb.send(new DeleteItemCommand({ TableName: TABLE, Key: keyOf('deleted') }));
      expect(await get('deleted')).toBeUndefined();
    });

    it('writes on a condition, of all who try one, and shows who was there before', async () => {
      const { dynamodb } = plane.clients();
      const tries = Array.from({ length: 20 }, (_, index) =>
        dynamodb
          .send(
            new PutItemCommand({
              TableName: TABLE,
              Item: { ...keyOf('first'), winner: { N: String(index) } },
              ConditionExpression: 'attribute_not_exists(pk)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            }),
          )
          .then(
            () => String(index),
            (error: unknown) => error as { name: string; message: string; Item: TestItem },
          ),
      );
      const outcomes = await Promise.all(tries);
      const winners = outcomes.filter((outcome) => typeof outcome === 'string');
      expect(winners).toHaveLength(1);
      for (const outcome of outcomes) {
        if (typeof outcome === 'string') continue;
        expect(outcome).toMatchObject({
          name: 'ConditionalCheckFailedException',
          message: 'The conditional request failed',
          Item: { winner: { N: winners[0] } },
        });
      }
    });

    plane.executes('dynamodb:BatchWriteItem', { seenBy: 'dynamodb:BatchGetItem' }, async () => {
      const items = Array.from({ length: 25 }, (_, n) => ({
        ...keyOf('batch', `${n}`),
        bytes: { B: new Uint8Array([n]) },
      }));
      const { dynamodb } = plane.clients();
      const requests = items.map((Item) => ({ PutRequest: { Item } }));
      const { UnprocessedItems } = await dynamodb.send(
        new BatchWriteItemCommand({ RequestItems: { [TABLE]: requests } }),
      );
      expect(UnprocessedItems).toEqual({});
      const Keys = items.map(({ pk, sk }) => ({ pk, sk }));
      const { Responses } = await dynamodb.send(new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys } } }));
      const bytes = Responses![TABLE]!.map((item) => item['bytes']!.B![0]!).sort((a, b) => a - b);
      expect(bytes).toEqual(items.map((_, n) => n));
    });

    plane.executes(
      'dynamodb:BatchGetItem',
      { seenBy: 'dynamodb:PutItem', title: 'answers what fits, and says what it did not' },
      async () => {
        const text = { S: 'x'.repeat(300_000) };
        for (const sk of ['0', '1', '2', '3', '4', '5']) await put({ ...keyOf('large', sk), text });
        const { dynamodb } = plane.clients();
        const Keys = ['0', '1', '2', '3', '4', '5'].map((sk) => keyOf('large', sk));
        const seen: string[] = [];
        let RequestItems: Record<string, { Keys: TestItem[] }> | undefined = { [TABLE]: { Keys } };
        while (RequestItems && Object.keys(RequestItems).length > 0) {
          const answer = await dynamodb.send(new BatchGetItemCommand({ RequestItems }));
          seen.push(...answer.Responses![TABLE]!.map(({ sk }) => sk!.S!));
          RequestItems = answer.UnprocessedKeys as typeof RequestItems;
        }
        expect(seen.sort()).toEqual(['0', '1', '2', '3', '4', '5']);
      },
    );

    plane.executes('dynamodb:Query', { seenBy: 'dynamodb:BatchWriteItem' }, async () => {
      const items = Array.from({ length: 60 }, (_, n) => keyOf('paged', String(n).padStart(3, '0')));
      await writeItems(plane.clients(), TABLE, items);
      for (const ScanIndexForward of [true, false]) {
        const seen: string[] = [];
        let ExclusiveStartKey: TestItem | undefined;
        do {
          const page = await plane.clients().dynamodb.send(
            new QueryCommand({
              ...{ TableName: TABLE, Limit: 7, ScanIndexForward, ExclusiveStartKey },
              KeyConditionExpression: 'pk = :pk and sk between :from and :to',
              ExpressionAttributeValues: { ':pk': { S: 'paged' }, ':from': { S: '010' }, ':to': { S: '049' } },
            }),
          );
          seen.push(...page.Items!.map(({ sk }) => sk!.S!));
          ExclusiveStartKey = page.LastEvaluatedKey;
        } while (ExclusiveStartKey);
        const wanted = items.slice(10, 50).map(({ sk }) => sk.S!);
        expect(seen).toEqual(ScanIndexForward ? wanted : wanted.reverse());
      }
    });

    it('queries and keeps its indexes as items change', async () => {
      const person = (sk: string, city: string, age: number): TestItem => ({
        ...keyOf('people', sk),
        city: { S: city },
        age: { N: String(age) },
      });
      await writeItems(plane.clients(), TABLE, [
        person('a', 'Rome', 9),
        person('b', 'Rome', 100),
        person('c', 'Oslo', 20),
      ]);
      const inRome = { IndexName: 'by-city', KeyConditionExpression: 'city = :0' };
      // By number, not by text.
      expect((await query(inRome, { S: 'Rome' })).map(({ sk }) => sk!.S)).toEqual(['a', 'b']);
      const older = { IndexName: 'by-age', KeyConditionExpression: 'pk = :0 and age > :1' };
      expect((await query(older, { S: 'people' }, { N: '9' })).map(({ sk }) => sk!.S)).toEqual(['c', 'b']);
      const all = await query({ ...older, Select: 'ALL_ATTRIBUTES' }, { S: 'people' }, { N: '9' });
      expect(all.map(({ city }) => city!.S)).toEqual(['Oslo', 'Rome']);
      await put(person('a', 'Oslo', 10));
      await plane.clients().dynamodb.send(new DeleteItemCommand({ TableName: TABLE, Key: keyOf('people', 'b') }));
      expect(await query(inRome, { S: 'Rome' })).toEqual([]);
      expect((await query(inRome, { S: 'Oslo' })).map(({ sk }) => sk!.S)).toEqual(['a', 'c']);
      const { Table } = await plane.clients().dynamodb.send(new DescribeTableCommand({ TableName: TABLE }));
      expect(Table!.GlobalSecondaryIndexes![0]!.ItemCount).toBe(2);
    });

    plane.executes('dynamodb:Scan', { seenBy: 'dynamodb:BatchWriteItem' }, async () => {
      await makeTable(plane.clients(), 'scanned');
      // 300 items of 10 KB: three pages.
      const items = Array.from({ length: 300 }, (_, n) => ({ ...keyOf(`${n}`), text: { S: 'x'.repeat(10_000) } }));
      await writeItems(plane.clients(), 'scanned', items);
      const { dynamodb } = plane.clients();
      const scan = async (segment: object): Promise<{ keys: string[]; pages: number }> => {
        const keys: string[] = [];
        let pages = 0;
        let ExclusiveStartKey: TestItem | undefined;
        do {
          const page = await dynamodb.send(new ScanCommand({ TableName: 'scanned', ExclusiveStartKey, ...segment }));
          keys.push(...page.Items!.map(({ pk }) => pk!.S!));
          ExclusiveStartKey = page.LastEvaluatedKey;
          pages += 1;
        } while (ExclusiveStartKey);
        return { keys, pages };
      };
      const wanted = items.map(({ pk }) => pk.S!).sort();
      const whole = await scan({});
      expect(whole.pages).toBe(3);
      expect(whole.keys.sort()).toEqual(wanted);
      const segments = await Promise.all([0, 1, 2].map((Segment) => scan({ Segment, TotalSegments: 3 })));
      expect(segments.flatMap(({ keys }) => keys).sort()).toEqual(wanted);
      const filter = {
        FilterExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: '7' } },
        Select: 'COUNT',
      } as const;
      const counted = await dynamodb.send(new ScanCommand({ TableName: 'scanned', ...filter, Limit: 300 }));
      expect(counted.ScannedCount).toBeLessThan(300);
    });

    it('keeps everything over a restart', async () => {
      await put({ ...keyOf('kept'), a: { S: 'b' } });
      await plane.restart();
      expect(await get('kept')).toEqual({ ...keyOf('kept'), a: { S: 'b' } });
    });
  });
});
