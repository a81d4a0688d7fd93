import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from './dynalite.ts';
import { expiryPrefix, parseExpiryKey } from './expiry.ts';
import { ItemStore } from './item-store.ts';
import { itemPrefix, TableItems } from './table-items.ts';

const tableId = 'table';
const done = (): void => undefined;

describe('TableItems', () => {
  const dir = mkdtempSync(join(tmpdir(), 'gradus-items-'));
  let store: ItemStore;
  beforeAll(async () => {
    store = await ItemStore.open(dir, () => undefined);
  });
  afterAll(async () => {
    await store.close();
    rmSync(dir, { recursive: true });
  });

  const noted = async (): Promise<(readonly [number, string])[]> => {
    const found: (readonly [number, string])[] = [];
    for await (const chunk of store.entries({ gte: expiryPrefix(tableId), lt: `${expiryPrefix(tableId)}~` })) {
      for (const [key] of chunk) {
        const { seconds, itemKey } = parseExpiryKey(tableId, key);
        found.push([seconds, itemKey]);
      }
    }
    return found;
  };
  const expiring = (seconds: number): Item => ({ ttl: { N: String(seconds) } });

  it('notes when an item expires, once, however often that changes', async () => {
    const items = new TableItems(store, itemPrefix(tableId), { tableId, attribute: 'ttl' });
    for (let seconds = 1; seconds <= 100; seconds += 1) items.put('a', expiring(seconds), done);
    items.get('b', done);
    items.put('b', expiring(50), done);
    items.put('b', expiring(50), done);
    expect(await noted()).toEqual([
      [50, 'b'],
      [100, 'a'],
    ]);
    items.get('a', done);
    items.put('a', { text: { S: 'stays' } }, done);
    items.del('b', done);
    expect(await noted()).toEqual([]);
  });
});
