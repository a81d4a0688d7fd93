import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
  waitUntilTableExists,
  type CreateTableCommandInput,
  type GlobalSecondaryIndex,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { makeTable, tableInput, untilTableIs } from '../../testing/dynamodb-fixtures.ts';
import { withPlane } from '../../testing/with-plane.ts';

const GLOBAL: GlobalSecondaryIndex = {
  IndexName: 'by-sk',
  KeySchema: [{ AttributeName: 'sk', KeyType: 'HASH' }],
  Projection: { ProjectionType: 'KEYS_ONLY' },
};

const key = { pk: { S: 'a' }, sk: { S: 'b' } };

describe('tables', () => {
  const plane = withPlane();

  describe('serialization', () => {
    it('answers with the CRC-32 of the body', async () => {
      const { dynamodb } = plane.clients();
      const { $metadata } = await dynamodb.send(new ListTablesCommand({}));
      expect($metadata.httpStatusCode).toBe(200);
    });
  });

  describe('validation', () => {
    const refused: readonly (readonly [string, Partial<CreateTableCommandInput>, string])[] = [
      ['a short name', { TableName: 'ab' }, 'TableName must be at least 3 characters long'],
      [
        'a key that no attribute defines',
        { AttributeDefinitions: [{ AttributeName: 'x', AttributeType: 'S' }] },
        'Invalid KeySchema',
      ],
      [
        'capacity on demand',
        { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
        'Neither ReadCapacityUnits nor',
      ],
      ['no capacity', { BillingMode: 'PROVISIONED' }, 'must both be specified when BillingMode is PROVISIONED'],
      [
        'streams',
        { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } },
        "'StreamSpecification'",
      ],
      ['a key of KMS', { SSESpecification: { Enabled: true } }, "'SSESpecification'"],
      ['another class', { TableClass: 'STANDARD_INFREQUENT_ACCESS' }, "'TableClass'"],
      ['limits on demand', { OnDemandThroughput: { MaxReadRequestUnits: 1 } }, "'OnDemandThroughput'"],
      [
        'a warm index',
        { GlobalSecondaryIndexes: [{ ...GLOBAL, WarmThroughput: { ReadUnitsPerSecond: 1 } }] },
        "'GlobalSecondaryIndexes.WarmThroughput'",
      ],
      ['a policy', { ResourcePolicy: '{}' }, "'ResourcePolicy'"],
    ] as never;
    it.each(refused)('CreateTable refuses %s', async (_what, change, message) => {
      const made = plane.clients().dynamodb.send(new CreateTableCommand(tableInput('refused', change)));
      await expect(made).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message),
      });
    });

    it('knows no table of another name, account or region', async () => {
      await makeTable(plane.clients(), 'here');
      const message = 'Requested resource not found: Table: here not found';
      for (const clients of [plane.clients(1), plane.clients(0, 'eu-west-1')]) {
        const described = clients.dynamodb.send(new DescribeTableCommand({ TableName: 'here' }));
        await expect(described).rejects.toMatchObject({ name: 'ResourceNotFoundException', message });
        const got = clients.dynamodb.send(new GetItemCommand({ TableName: 'here', Key: key }));
        await expect(got).rejects.toMatchObject({ message: 'Requested resource not found' });
        expect((await clients.dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([]);
      }
    });

    it('makes no table twice', async () => {
      await makeTable(plane.clients(), 'twice');
      const again = plane.clients().dynamodb.send(new CreateTableCommand(tableInput('twice')));
      await expect(again).rejects.toMatchObject({
        name: 'ResourceInUseException',
        message: 'Table already exists: twice',
      });
    });

    it('UpdateTable refuses what changes nothing, and what the plane does not execute', async () => {
      const capacity = { ReadCapacityUnits: 5, WriteCapacityUnits: 5 };
      await makeTable(plane.clients(), 'steady', { BillingMode: 'PROVISIONED', ProvisionedThroughput: capacity });
      const { dynamodb } = plane.clients();
      const same = dynamodb.send(new UpdateTableCommand({ TableName: 'steady', ProvisionedThroughput: capacity }));
      await expect(same).rejects.toThrow('The provisioned throughput for the table will not change.');
      await expect(dynamodb.send(new UpdateTableCommand({ TableName: 'steady' }))).rejects.toThrow('At least one of');
      const replica = new UpdateTableCommand({
        TableName: 'steady',
        ReplicaUpdates: [{ Create: { RegionName: 'eu-west-1' } }],
      });
      await expect(dynamodb.send(replica)).rejects.toThrow("'ReplicaUpdates'");
    });
  });

  describe('behaviour', () => {
    plane.executes('dynamodb:CreateTable', { seenBy: 'dynamodb:DescribeTable' }, async (running) => {
      const { dynamodb } = running.clients();
      const before = running.clock.now();
      const Tags = [{ Key: 'team', Value: 'movies' }];
      const made = await dynamodb.send(
        new CreateTableCommand(tableInput('made', { Tags, GlobalSecondaryIndexes: [GLOBAL] })),
      );
      expect(made.TableDescription?.TableStatus).toBe('CREATING');
      await waitUntilTableExists({ client: dynamodb, maxWaitTime: 5, minDelay: 1 }, { TableName: 'made' });
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'made' }));
      const arn = 'arn:aws:dynamodb:us-east-1:111111111111:table/made';
      expect(Table).toMatchObject({
        TableName: 'made',
        TableStatus: 'ACTIVE',
        TableArn: arn,
        ItemCount: 0,
        DeletionProtectionEnabled: false,
        BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
        GlobalSecondaryIndexes: [{ IndexName: 'by-sk', IndexStatus: 'ACTIVE', IndexArn: `${arn}/index/by-sk` }],
      });
      expect(Table!.CreationDateTime!.getTime()).toBeGreaterThanOrEqual(before);
      expect((await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn }))).Tags).toEqual(Tags);
    });

    plane.executes('dynamodb:DescribeTable', { seenBy: 'dynamodb:PutItem' }, async (running) => {
      await makeTable(running.clients(), 'counted', { GlobalSecondaryIndexes: [GLOBAL] });
      const { dynamodb } = running.clients();
      for (const sk of ['x', 'y', 'x']) {
        await dynamodb.send(new PutItemCommand({ TableName: 'counted', Item: { pk: { S: 'a' }, sk: { S: sk } } }));
      }
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'counted' }));
      expect(Table).toMatchObject({ ItemCount: 2, GlobalSecondaryIndexes: [{ ItemCount: 2 }] });
      expect(Table!.TableSizeBytes).toBeGreaterThan(0);
    });

    plane.executes('dynamodb:UpdateTable', { seenBy: 'dynamodb:DescribeTable' }, async (running) => {
      await makeTable(running.clients(), 'changed', { GlobalSecondaryIndexes: [GLOBAL] });
      const { dynamodb } = running.clients();
      const capacity = { ReadCapacityUnits: 3, WriteCapacityUnits: 4 };
      const answer = await dynamodb.send(
        new UpdateTableCommand({
          ...{ TableName: 'changed', BillingMode: 'PROVISIONED', ProvisionedThroughput: capacity },
          GlobalSecondaryIndexUpdates: [{ Update: { IndexName: 'by-sk', ProvisionedThroughput: capacity } }],
        }),
      );
      expect(answer.TableDescription?.TableStatus).toBe('UPDATING');
      await untilTableIs(running.clients(), 'changed', 'ACTIVE');
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'changed' }));
      expect(Table).toMatchObject({
        BillingModeSummary: { BillingMode: 'PROVISIONED' },
        ProvisionedThroughput: capacity,
        GlobalSecondaryIndexes: [{ ProvisionedThroughput: capacity }],
      });
    });

    plane.executes('dynamodb:ListTables', { seenBy: 'dynamodb:CreateTable' }, async (running) => {
      const names = Array.from({ length: 12 }, (_, index) => `page-${String(index).padStart(2, '0')}`);
      const there = running.clients(1);
      for (const name of names) await there.dynamodb.send(new CreateTableCommand(tableInput(name)));
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await there.dynamodb.send(new ListTablesCommand({ Limit: 5, ExclusiveStartTableName: after }));
        expect(page.TableNames!.length).toBeLessThanOrEqual(5);
        seen.push(...page.TableNames!);
        after = page.LastEvaluatedTableName;
      } while (after !== undefined);
      expect(seen).toEqual(names);
    });

    plane.executes('dynamodb:DeleteTable', { seenBy: 'dynamodb:ListTables' }, async (running) => {
      const { dynamodb } = running.clients();
      await makeTable(running.clients(), 'doomed', { DeletionProtectionEnabled: true });
      await dynamodb.send(new PutItemCommand({ TableName: 'doomed', Item: key }));
      const refused = dynamodb.send(new DeleteTableCommand({ TableName: 'doomed' }));
      await expect(refused).rejects.toThrow('currently protected against deletion');
      await dynamodb.send(new UpdateTableCommand({ TableName: 'doomed', DeletionProtectionEnabled: false }));
      await untilTableIs(running.clients(), 'doomed', 'ACTIVE');
      const { TableDescription } = await dynamodb.send(new DeleteTableCommand({ TableName: 'doomed' }));
      expect(TableDescription?.TableStatus).toBe('DELETING');
      await untilTableIs(running.clients(), 'doomed', undefined);
      expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).not.toContain('doomed');
      await makeTable(running.clients(), 'doomed');
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'doomed', Key: key }));
      expect(Item).toBeUndefined();
    });

    plane.executes('dynamodb:TagResource', { seenBy: 'dynamodb:ListTagsOfResource' }, async (running) => {
      await makeTable(running.clients(), 'tagged');
      const { dynamodb } = running.clients();
      const ResourceArn = 'arn:aws:dynamodb:us-east-1:111111111111:table/tagged';
      const tag = (Value: string): Promise<unknown> =>
        dynamodb.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'stage', Value }] }));
      await tag('dev');
      await tag('prod');
      const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }));
      expect(Tags).toEqual([{ Key: 'stage', Value: 'prod' }]);
      const elsewhere = running.clients(1).dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }));
      await expect(elsewhere).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });

    plane.executes('dynamodb:UntagResource', { seenBy: 'dynamodb:ListTagsOfResource' }, async (running) => {
      const Tags = [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ];
      await makeTable(running.clients(), 'untagged', { Tags });
      const { dynamodb } = running.clients();
      const ResourceArn = 'arn:aws:dynamodb:us-east-1:111111111111:table/untagged';
      await dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a', 'none'] }));
      expect((await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags).toEqual([Tags[1]]);
    });

    plane.executes('dynamodb:ListTagsOfResource', { seenBy: 'dynamodb:CreateTable' }, async (running) => {
      await makeTable(running.clients(), 'listed', { Tags: [{ Key: 'a', Value: '' }] });
      const ResourceArn = 'arn:aws:dynamodb:us-east-1:111111111111:table/listed';
      const { Tags } = await running.clients().dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn }));
      expect(Tags).toEqual([{ Key: 'a', Value: '' }]);
    });
  });
});
