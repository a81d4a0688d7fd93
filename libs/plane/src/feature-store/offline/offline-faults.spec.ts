/** Every durable write from a record's arrival to its object in S3 is a point at which the plane is killed. */
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { DescribeFeatureGroupCommandOutput } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { controlClient } from '../../services/control/control-client.ts';
import {
  createFeatureGroup,
  FEATURE_BUCKET,
  putRecord,
  withOfflineStore,
} from '../../testing/feature-group-fixtures.ts';
import { killablePlane, type KillablePlane } from '../../testing/killable-plane.ts';
import { queryOffline } from '../../testing/offline-store.ts';
import { waitFor } from '../../testing/wait-for.ts';

const MINUTES = 300_000;
const HOUR = 3600;
const NEVER = 0;

let plane: KillablePlane;
let group: DescribeFeatureGroupCommandOutput;

beforeAll(async () => {
  plane = await killablePlane([]);
  await plane.clients().s3.send(new CreateBucketCommand({ Bucket: FEATURE_BUCKET }));
  group = await createFeatureGroup(plane.clients(), 'killed', withOfflineStore);
  await controlClient(plane).setOfflineStoreLag({ Seconds: 0 });
}, MINUTES);
afterAll(async () => {
  expect(await plane.end()).toEqual([]);
}, MINUTES);

/** Puts records of two hours, and returns those that were acknowledged. */
const putSome = async (round: number): Promise<string[]> => {
  const puts = [0, 1, 2, 3].map(async (each) => {
    const user_id = `${round}-${each}`;
    const values = { user_id, event_time: String(1735689600 + (each % 2) * HOUR) };
    try {
      await putRecord(plane.clients(), 'killed', values);
      return [user_id];
    } catch {
      return []; // it was cut off, and may be there or not
    }
  });
  return (await Promise.all(puts)).flat();
};

/** Resolves once the plane is dead, or has nothing left to write. */
const atRest = (): Promise<boolean> =>
  waitFor(
    async () => {
      const rows = await plane.rows().catch(() => undefined);
      return plane.killed || (rows?.['feature_store_pending'] === 0 && rows['engine_effect'] === 0);
    },
    { timeout: 60_000 },
  );

/** From now on the plane lives. @returns whether it still does */
const disarm = async (): Promise<boolean> => {
  const isAlive = await plane.arm(NEVER).then(
    () => true,
    () => false,
  );
  if (!isAlive) await waitFor(() => plane.killed);
  return isAlive;
};

it(
  'loses no acknowledged record and writes none twice, wherever the plane is killed',
  async () => {
    const cut: string[] = [];
    const acknowledged: string[] = [];
    for (let round = 1; ; round += 1) {
      await plane.arm(round);
      acknowledged.push(...(await putSome(round)));
      await atRest();
      const { points } = plane;
      if (await disarm()) break;
      cut.push(points.at(-1)!);
      await plane.restart();
      await disarm();
      await atRest();
    }
    const counts = await queryOffline(plane.clients(), group, 'select user_id, count(*) as n from offline group by 1');
    expect(counts.filter(({ n }) => n !== '1')).toEqual([]);
    const users = new Set(counts.map(({ user_id }) => user_id));
    expect(acknowledged.filter((user) => !users.has(user))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(cut.length);
    // Between the bytes of an object and its row, between its row and what is no longer pending.
    expect(cut.some((point) => point.startsWith('fsync of tmp/'))).toBe(true);
    expect(cut.some((point) => point.includes('s3_object'))).toBe(true);
    expect(cut.some((point) => point.includes('feature_store_pending'))).toBe(true);
    expect(await plane.rows()).toMatchObject({ engine_effect: 0 });
  },
  MINUTES,
);
