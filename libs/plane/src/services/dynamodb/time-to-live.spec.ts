import {
  DeleteTableCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { makeTable, untilTableIs, writeItems, type TestItem } from '../../testing/dynamodb-fixtures.ts';
import { waitFor } from '../../testing/wait-for.ts';
import { withPlane } from '../../testing/with-plane.ts';
import { SWEEP_LAG_MS } from './time-to-live-machine.ts';

const HOUR_MS = 3_600_000;
const GLOBAL: Partial<CreateTableCommandInput> = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'city', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-city',
      KeySchema: [{ AttributeName: 'city', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

describe('time to live', () => {
  const plane = withPlane();
  const { clients } = { clients: () => plane.clients().dynamodb };

  const set = (TableName: string, Enabled: boolean, AttributeName = 'ttl'): Promise<unknown> =>
    clients().send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled, AttributeName } }));
  const status = async (TableName: string): Promise<unknown> =>
    (await clients().send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
  const until = (table: string, wanted: string): Promise<unknown> =>
    waitFor(async () => ((await status(table)) as { TimeToLiveStatus: string }).TimeToLiveStatus === wanted);
  const key = (pk: string): TestItem => ({ pk: { S: pk }, sk: { S: '0' } });
  const put = (TableName: string, pk: string, ttl: TestItem[string], more: TestItem = {}): Promise<unknown> =>
    clients().send(new PutItemCommand({ TableName, Item: { ...key(pk), ttl, ...more } }));
  const keys = async (TableName: string): Promise<string[]> => {
    const { Items } = await clients().send(new ScanCommand({ TableName }));
    return Items!.map(({ pk }) => pk!.S!).sort();
  };
  const seconds = (ms: number): TestItem[string] => ({ N: String(Math.floor((plane.clock.now() + ms) / 1000)) });
  const pass = (ms: number): void => void plane.clock.set({ time: plane.clock.now() + ms });
  /** Lets the sweeper come round until it has done its work: one that is under way knows the time when it began. */
  const sweeping = (look: () => Promise<boolean>): Promise<unknown> =>
    waitFor(
      () => {
        pass(SWEEP_LAG_MS);
        return look();
      },
      { interval: 50 },
    );

  describe('validation', () => {
    it('refuses what is so already, another attribute, and a second change within the hour', async () => {
      await makeTable(plane.clients(), 'hourly');
      await expect(set('hourly', false)).rejects.toThrow('TimeToLive is already disabled');
      await set('hourly', true);
      await expect(set('hourly', true)).rejects.toThrow('TimeToLive is already enabled');
      await until('hourly', 'ENABLED');
      await expect(set('hourly', false, 'other')).rejects.toThrow('current AttributeName is ttl');
      await expect(set('hourly', false)).rejects.toThrow('modified multiple times within a fixed interval');
      await expect(set('none-here', true)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });
  });

  describe('behaviour', () => {
    plane.executes('dynamodb:UpdateTimeToLive', { seenBy: 'dynamodb:DescribeTimeToLive' }, async () => {
      await makeTable(plane.clients(), 'switched');
      expect(await status('switched')).toEqual({ TimeToLiveStatus: 'DISABLED' });
      await set('switched', true);
      await until('switched', 'ENABLED');
      expect(await status('switched')).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'ttl' });
      pass(HOUR_MS);
      await set('switched', false);
      await until('switched', 'DISABLED');
      await put('switched', 'stays', seconds(1000));
      pass(HOUR_MS);
      await set('switched', true, 'other');
      await until('switched', 'ENABLED');
      pass(SWEEP_LAG_MS);
      expect(await keys('switched')).toEqual(['stays']);
    });

    plane.executes('dynamodb:DescribeTimeToLive', { seenBy: 'dynamodb:UpdateTimeToLive' }, async () => {
      await makeTable(plane.clients(), 'described');
      await set('described', true);
      await until('described', 'ENABLED');
    });

    it('sweeps what has expired, also of before it was enabled, and through the indexes', async () => {
      await makeTable(plane.clients(), 'swept', GLOBAL);
      const city = { city: { S: 'Rome' } };
      await put('swept', 'old', seconds(-10_000), city);
      await set('swept', true);
      await until('swept', 'ENABLED');
      await waitFor(async () => (await keys('swept')).length === 0);
      await put('swept', 'expired', seconds(-10_000), city);
      await put('swept', 'soon', seconds(30_000), city);
      await put('swept', 'later', seconds(30 * HOUR_MS), city);
      await put('swept', 'text', { S: '1' });
      await put('swept', 'ancient', { N: '1000' });
      await put('swept', 'milliseconds', { N: String(plane.clock.now() - 10_000) });
      await put('swept', 'refreshed', seconds(-10_000));
      await clients().send(
        new UpdateItemCommand({
          ...{ TableName: 'swept', Key: key('refreshed'), UpdateExpression: 'set #ttl = :later' },
          ...{
            ExpressionAttributeNames: { '#ttl': 'ttl' },
            ExpressionAttributeValues: { ':later': seconds(30 * HOUR_MS) },
          },
        }),
      );
      // Readable until it is swept.
      const { Item } = await clients().send(new GetItemCommand({ TableName: 'swept', Key: key('expired') }));
      expect(Item).toBeDefined();
      await sweeping(async () => !(await keys('swept')).includes('soon'));
      expect(await keys('swept')).toEqual(['ancient', 'later', 'milliseconds', 'refreshed', 'text']);
      const { Items } = await clients().send(
        new QueryCommand({
          ...{ TableName: 'swept', IndexName: 'by-city', KeyConditionExpression: 'city = :city' },
          ExpressionAttributeValues: { ':city': { S: 'Rome' } },
        }),
      );
      expect(Items!.map(({ pk }) => pk!.S)).toEqual(['later']);
    });

    it('sweeps more than it takes at a time, and goes on after a restart', async () => {
      await makeTable(plane.clients(), 'many');
      const items = Array.from({ length: 1200 }, (_, n) => ({ ...key(`${n}`), ttl: seconds(20_000) }));
      await writeItems(plane.clients(), 'many', [...items, key('stays')]);
      await set('many', true);
      await plane.restart();
      await until('many', 'ENABLED');
      await sweeping(async () => (await keys('many')).length === 1);
      expect(await keys('many')).toEqual(['stays']);
    });

    it('ends with its table', async () => {
      await makeTable(plane.clients(), 'ended');
      await put('ended', 'expired', seconds(-1000));
      await set('ended', true);
      await clients().send(new DeleteTableCommand({ TableName: 'ended' }));
      await untilTableIs(plane.clients(), 'ended', undefined);
      await makeTable(plane.clients(), 'ended');
      expect(await status('ended')).toEqual({ TimeToLiveStatus: 'DISABLED' });
    });
  });
});
