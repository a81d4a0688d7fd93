import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlClient } from '@gradus/plane';
import { withPlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureFeatureGroups } from '../groups/ensure-feature-groups.ts';
import { ingest } from '../ingest/ingest.ts';
import { films, storeOn } from '../testing/films.ts';
import { waitForOffline } from './wait-for-offline.ts';

describe('waitForOffline', () => {
  const plane = withPlane();
  const store = () => storeOn(plane.clients());
  const control = () => controlClient({ url: plane.url, credentials: plane.accounts[0]! });
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-wait-'));
    await ensureFeatureGroups(films, store());
    await control().setOfflineStoreLag({ Seconds: 900 });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = async (name: string, days: number) => {
    const at = (n: number): string => new Date(Date.UTC(2026, 0, 1 + (n % days), n % 24)).toISOString();
    const rows = Array.from({ length: 130 }, (_, n) => ({ item_id: n, at: at(n), mean_rating: n / 3 }));
    const { receipt } = await ingest(films, 'items', rows, store(), { receipt: join(folder, name) });
    return receipt!;
  };

  it('waits for each record of a receipt, however long the lag is', async () => {
    const cache = join(folder, 'cache');
    const receipt = await write('first', 40);
    const seen: number[] = [];
    const onProgress = (missing: number) => seen.push(missing);
    await expect(waitForOffline(films, receipt, store(), { cache, withinMs: 300, onProgress })).rejects.toMatchObject({
      code: 'FEATURE_OFFLINE_LATE',
    });
    expect(seen).toEqual([130]);
    await control().setClock({ Time: new Date(plane.clock.now() + 901_000) });
    await waitForOffline(films, receipt, store(), { cache, onProgress });
    expect(seen.at(-1)).toBe(0);
    // What is there already needs no waiting, and what was not written is awaited for nothing.
    await waitForOffline(films, receipt, store(), { cache, withinMs: 1 });
  });

  it('waits for the time that AWS takes where there is no receipt', async () => {
    await waitForOffline(films, { group: 'items', at: new Date(Date.now() - 15 * 60_000) }, store());
    const began = performance.now();
    await waitForOffline(films, { group: 'items', at: new Date() }, store(), { withinMs: 80 });
    expect(performance.now() - began).toBeGreaterThanOrEqual(70);
    const signal = AbortSignal.abort();
    await expect(waitForOffline(films, { group: 'items', at: new Date() }, store(), { signal })).rejects.toThrow(
      'abort',
    );
  });
});
