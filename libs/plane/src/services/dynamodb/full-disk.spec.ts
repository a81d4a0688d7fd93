import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchWriteItemCommand, DescribeTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTable, type TestItem } from '../../testing/dynamodb-fixtures.ts';
import { canMount, smallDisk, type SmallDisk } from '../../testing/small-disk.ts';
import { withPlane } from '../../testing/with-plane.ts';

const TableName = 'items';

describe.skipIf(!canMount())('a full disk (skipped where no mount namespace is permitted)', () => {
  const faults: string[] = [];
  const plane = withPlane({ log: { info: () => undefined, error: (fields) => faults.push(JSON.stringify(fields)) } });
  const client = () => plane.clients().dynamodb;
  const item = (pk: string): TestItem => ({ pk: { S: pk }, sk: { S: '0' }, text: { S: 'x'.repeat(100_000) } });
  const put = (pk: string) => client().send(new PutItemCommand({ TableName, Item: item(pk) }));
  const keys = async (): Promise<string[]> => {
    const found: string[] = [];
    let ExclusiveStartKey: TestItem | undefined;
    do {
      const page = await client().send(new ScanCommand({ TableName, ExclusiveStartKey }));
      found.push(...page.Items!.map(({ pk }) => pk!.S!));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found.sort();
  };
  let disk: SmallDisk;
  let ballast: string;

  beforeAll(async () => {
    disk = await smallDisk(8);
    ballast = join(disk.path, 'ballast');
    mkdirSync(join(disk.path, 'items'));
    rmSync(join(plane.dir, 'dynamodb'), { recursive: true, force: true });
    symlinkSync(join(disk.path, 'items'), join(plane.dir, 'dynamodb'));
    writeFileSync(ballast, Buffer.alloc(6 * 1024 * 1024));
    await makeTable(plane.clients(), TableName);
  });
  afterAll(() => disk.unmount());

  it('refuses writes, keeps all that was acknowledged and nothing else, and goes on once there is room', async () => {
    const kept: string[] = [];
    let refused: unknown;
    while (!refused) {
      const pk = String(kept.length).padStart(3, '0');
      await put(pk).then(
        () => kept.push(pk),
        (error: unknown) => (refused = error),
      );
    }
    expect(kept.length).toBeGreaterThan(3);
    expect(refused).toMatchObject({ $metadata: { httpStatusCode: 503 } });
    const batch = Array.from({ length: 25 }, (_, index) => ({ PutRequest: { Item: item(`batch ${index}`) } }));
    await expect(client().send(new BatchWriteItemCommand({ RequestItems: { [TableName]: batch } }))).rejects.toThrow();
    expect(faults.join()).toContain('ENOSPC');
    // What is there cannot be opened again either, which is said as plainly.
    await expect(keys()).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
    rmSync(ballast);
    expect(await keys()).toEqual(kept);
    await put('room');
    expect(await keys()).toEqual([...kept, 'room']);
    const { Table } = await client().send(new DescribeTableCommand({ TableName }));
    expect(Table!.ItemCount).toBe(kept.length + 1);
  });
});
