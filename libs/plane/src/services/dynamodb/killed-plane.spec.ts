/** A plane that is killed while it writes items, makes tables and drops them: what was acknowledged is there, and whole. */
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  paginateScan,
  UpdateTimeToLiveCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTable, tableInput, untilTableIs, writeItems } from '../../testing/dynamodb-fixtures.ts';
import { killablePlane, type KillablePlane } from '../../testing/killable-plane.ts';
import { waitFor } from '../../testing/wait-for.ts';

const INDEXED: Partial<CreateTableCommandInput> = {
  AttributeDefinitions: ['pk', 'sk', 'round'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-round',
      KeySchema: [{ AttributeName: 'round', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
};

let plane: KillablePlane;

/** The round in which each item of a table, or of its index, was written last. */
const roundsIn = async (TableName: string, IndexName?: string): Promise<Map<string, number>> => {
  const rounds = new Map<string, number>();
  for await (const { Items } of paginateScan({ client: plane.clients().dynamodb }, { TableName, IndexName })) {
    for (const { pk, round } of Items!) {
      expect(rounds.has(pk!.S!)).toBe(false);
      rounds.set(pk!.S!, Number(round!.S));
    }
  }
  return rounds;
};

/** Of each batch the first items are written in every round, which moves them in the index. */
const REWRITTEN = 12;

/** Writes batches until the plane is dead. @returns the round in which each item was acknowledged last */
const writeUntilDead = async (writer: number): Promise<Map<string, number>> => {
  const { dynamodb } = plane.clients();
  const acknowledged = new Map<string, number>();
  for (let round = 0; ; round += 1) {
    const keys = Array.from({ length: 25 }, (_, n) => `${writer} ${n < REWRITTEN ? '' : round} ${n}`);
    const requests = keys.map((key) => ({
      PutRequest: { Item: { pk: { S: key }, sk: { S: '-' }, round: { S: String(round) } } },
    }));
    try {
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { kept: requests } }));
    } catch (error) {
      await waitFor(() => plane.killed).catch(() => {
        throw error;
      });
      return acknowledged;
    }
    for (const key of keys) acknowledged.set(key, round);
  }
};

beforeAll(async () => {
  plane = await killablePlane([]);
  await makeTable(plane.clients(), 'kept', INDEXED);
});

afterAll(async () => {
  await plane.end();
});

describe('a killed plane', () => {
  it.each([1, 4, 9])('keeps what it acknowledged before batch %i, in the indexes too', async (killAt) => {
    await plane.arm(killAt);
    const writers = Array.from({ length: 6 }, (_, writer) => writeUntilDead(10 * killAt + writer));
    const acknowledged = (await Promise.all(writers)).flatMap((rounds) => [...rounds]);
    await plane.restart();
    const rounds = await roundsIn('kept');
    for (const [key, round] of acknowledged) expect(rounds.get(key)).toBeGreaterThanOrEqual(round);
    expect(await roundsIn('kept', 'by-round')).toEqual(rounds);
    const { Table } = await plane.clients().dynamodb.send(new DescribeTableCommand({ TableName: 'kept' }));
    expect(Table).toMatchObject({ ItemCount: rounds.size, GlobalSecondaryIndexes: [{ ItemCount: rounds.size }] });
  });

  it('ends what it had begun with tables', async () => {
    /** Asks a plane that dies when it has written what it was asked for. */
    const dieDuring = async (ask: (client: DynamoDBClient) => Promise<unknown>): Promise<void> => {
      await plane.atRest();
      await plane.arm(1);
      await expect(ask(plane.clients().dynamodb)).rejects.not.toMatchObject({ $metadata: { httpStatusCode: 400 } });
      await plane.restart();
    };
    await dieDuring((client) => client.send(new CreateTableCommand(tableInput('begun'))));
    await untilTableIs(plane.clients(), 'begun', 'ACTIVE');
    await writeItems(plane.clients(), 'begun', [{ pk: { S: 'a' }, sk: { S: 'b' }, ttl: { N: '1' } }]);

    const TimeToLiveSpecification = { Enabled: true, AttributeName: 'ttl' };
    const enable = new UpdateTimeToLiveCommand({ TableName: 'begun', TimeToLiveSpecification });
    await dieDuring((client) => client.send(enable));
    await waitFor(async () => {
      const describe = new DescribeTimeToLiveCommand({ TableName: 'begun' });
      const { TimeToLiveDescription } = await plane.clients().dynamodb.send(describe);
      return TimeToLiveDescription!.TimeToLiveStatus === 'ENABLED';
    });

    await dieDuring((client) => client.send(new DeleteTableCommand({ TableName: 'begun' })));
    await untilTableIs(plane.clients(), 'begun', undefined);
    expect((await plane.clients().dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual(['kept']);
  });
});
