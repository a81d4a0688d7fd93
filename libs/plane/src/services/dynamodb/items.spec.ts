import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  type BatchGetItemCommandOutput,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
  type CreateTableCommandInput,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { crc32 } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTable, sendJson, writeItems, type TestItem } from '../../testing/dynamodb-fixtures.ts';
import { withPlane } from '../../testing/with-plane.ts';

const TABLE = 'items';
const keyOf = (pk: string, sk = '0'): { pk: AttributeValue; sk: AttributeValue } => ({ pk: { S: pk }, sk: { S: sk } });
const INDEXES: Partial<CreateTableCommandInput> = {
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
};

describe('items', () => {
  const plane = withPlane();

  beforeAll(async () => {
    await makeTable(plane.clients(), TABLE, INDEXES);
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
      const found = await sendJson(plane, 'GetItem', JSON.stringify({ TableName: TABLE, Key: keyOf('none') }));
      const refused = await sendJson(plane, 'GetItem', JSON.stringify({ TableName: TABLE, Key: {} }));
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
        const sorts = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
        const text = { S: 'x'.repeat(300_000) };
        for (const sk of sorts) await put({ ...keyOf('large', sk), text, more: { S: 'not asked for' } });
        const { dynamodb } = plane.clients();
        const asked = { ProjectionExpression: 'sk, #t', ExpressionAttributeNames: { '#t': 'text' } };
        let RequestItems: BatchGetItemCommandInput['RequestItems'] = {
          [TABLE]: { Keys: sorts.map((sk) => keyOf('large', sk)), ...asked },
        };
        const pages: (readonly TestItem[])[] = [];
        while (RequestItems && Object.keys(RequestItems).length > 0) {
          const answer: BatchGetItemCommandOutput = await dynamodb.send(new BatchGetItemCommand({ RequestItems }));
          pages.push(answer.Responses![TABLE]!);
          RequestItems = answer.UnprocessedKeys;
        }
        // 16 MB, and what the rest was asked with comes back with it.
        expect(pages.map(({ length }) => length)).toEqual([55, 5]);
        expect(pages.flat().every((item) => Object.keys(item).length === 2)).toBe(true);
        expect(pages.flatMap((page) => page.map(({ sk }) => sk!.S!)).sort()).toEqual(sorts);
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
