/** The plane is killed at every durable write of PutRecord and BatchWriteRecord. */
import { BatchGetRecordCommand, BatchWriteRecordCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { controlClient } from '../services/control/control-client.ts';
import {
  createFeatureGroup,
  FEATURE_BUCKET,
  putRecord,
  recordOf,
  withOfflineStore,
} from '../testing/feature-group-fixtures.ts';
import { killablePlane, type KillablePlane } from '../testing/killable-plane.ts';

const MINUTES = 300_000;
const NEVER = 0;
const GROUP = 'killed';
/** So long that no row leaves for the offline store. */
const LAG = { Seconds: 900 };

let plane: KillablePlane;

beforeAll(async () => {
  plane = await killablePlane([]);
  await plane.clients().s3.send(new CreateBucketCommand({ Bucket: FEATURE_BUCKET }));
  await controlClient(plane).setOfflineStoreLag(LAG);
  await createFeatureGroup(plane.clients(), GROUP, withOfflineStore);
}, MINUTES);
afterAll(async () => {
  await plane.end();
}, MINUTES);

const acknowledged = (write: Promise<unknown>, identifiers: readonly string[]): Promise<readonly string[]> =>
  write.then(
    () => identifiers,
    () => [], // it was cut off, and may be there or not
  );

/** Puts and writes side by side, and returns the identifiers that were acknowledged. */
const writeSome = async (round: number): Promise<readonly string[]> => {
  const clients = plane.clients();
  const put = (identifier: string) =>
    acknowledged(putRecord(clients, GROUP, { user_id: identifier, event_time: '1' }), [identifier]);
  const batch = (name: string) => {
    const identifiers = Array.from({ length: 25 }, (_, index) => `${name}-${index}`);
    const Entries = identifiers.map((user_id) => ({
      ...{ FeatureGroupName: GROUP, Record: recordOf({ user_id, event_time: '1', watch_count: '7' }) },
    }));
    return acknowledged(clients.featureStore.send(new BatchWriteRecordCommand({ Entries })), identifiers);
  };
  const first = await Promise.all([put(`${round}-a`), batch(`${round}-b`), put(`${round}-c`)]);
  const second = await Promise.all([batch(`${round}-d`), put(`${round}-e`), batch(`${round}-f`)]);
  return [...first, ...second].flat();
};

const present = async (identifiers: readonly string[]): Promise<Set<string>> => {
  const found = new Set<string>();
  for (let start = 0; start < identifiers.length; start += 100) {
    const RecordIdentifiersValueAsString = identifiers.slice(start, start + 100);
    const Identifiers = [{ FeatureGroupName: GROUP, RecordIdentifiersValueAsString }];
    const { Records } = await plane.clients().featureStore.send(new BatchGetRecordCommand({ Identifiers }));
    for (const { RecordIdentifierValueAsString } of Records!) found.add(RecordIdentifierValueAsString!);
  }
  return found;
};

it(
  'keeps every acknowledged record, online and for the offline store alike, wherever the plane is killed',
  async () => {
    const kept: string[] = [];
    let kills = 0;
    for (let round = 1; ; round += 1) {
      await plane.arm(round);
      kept.push(...(await writeSome(round)));
      await plane.atRest();
      if (!plane.killed) break;
      kills += 1;
      await plane.restart();
      await plane.arm(NEVER);
      const rows = await plane.rows();
      // One transaction holds both rows of a record; every record here is written once.
      expect(rows['feature_store_pending']).toBe(rows['feature_store_record']);
    }
    expect(kills).toBeGreaterThan(1);
    expect(kept.length).toBeGreaterThan(75);
    const found = await present(kept);
    expect(kept.filter((identifier) => !found.has(identifier))).toEqual([]);
  },
  MINUTES,
);
