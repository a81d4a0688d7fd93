import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withPlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureFeatureGroups } from '../groups/ensure-feature-groups.ts';
import { ingest } from '../ingest/ingest.ts';
import { onlineRecords } from '../online/online-records.ts';
import { films, storeOn } from '../testing/films.ts';
import { waitForOffline } from '../wait/wait-for-offline.ts';
import { latestRecords } from './latest-records.ts';

describe('records of one identifier and event time', () => {
  const plane = withPlane();
  const store = () => storeOn(plane.clients());
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-ties-'));
    await ensureFeatureGroups(films, store());
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = async (event_time: number, watch_count: number): Promise<void> => {
    const receipt = join(folder, `${event_time}-${watch_count}`);
    const written = await ingest(films, 'users', [{ user_id: 'u', event_time, watch_count }], store(), { receipt });
    await waitForOffline(films, written.receipt!, store(), { cache: folder });
  };
  const seen = async (): Promise<unknown[]> => {
    const [online] = await onlineRecords(films, 'users', ['u'], store());
    const offline = [];
    for await (const { watch_count } of latestRecords(films, 'users', store(), { cache: folder })) {
      offline.push(watch_count);
    }
    return [online?.features['watch_count'], ...offline];
  };

  it('are one record where they say the same', async () => {
    await write(1_700_000_000, 1);
    await write(1_700_000_000, 1);
    expect(await seen()).toEqual([1, 1]);
  });

  it('are served as the first and trained on as the last where they differ, until a later event time corrects them', async () => {
    await write(1_700_000_000, 2);
    // The receipt is found at once, in what the first record left: until the store has the last one too, it shows the first.
    await expect.poll(seen, { timeout: 10_000 }).toEqual([1, 2]);
    await write(1_700_000_001, 3);
    expect(await seen()).toEqual([3, 3]);
  });
});
