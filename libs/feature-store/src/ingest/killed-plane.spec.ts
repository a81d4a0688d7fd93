/**
 * Every durable write of an ingest is a point at which the plane is killed, and with it whoever ingests. After each, what was told as written is
 * there, a rerun completes, and readers see each record whole: of one ingest, and never an older one than before.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import { SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { S3Client } from '@aws-sdk/client-s3';
import { isUnreachable } from '@gradus/aws';
import { controlClient } from '@gradus/plane';
import { killablePlane, waitFor, type KillablePlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import { ensureFeatureGroups } from '../groups/ensure-feature-groups.ts';
import { featureGroup } from '../groups/feature-group.ts';
import { withEngine } from '../offline/duckdb.ts';
import { latestRecords } from '../offline/latest-records.ts';
import { objectCacheOf, offlineFiles } from '../offline/offline-files.ts';
import { trainingRows } from '../offline/training-set.ts';
import { onlineRecords, type OnlineRecord } from '../online/online-records.ts';
import { films, storeOn } from '../testing/films.ts';
import { waitForOffline } from '../wait/wait-for-offline.ts';
import { ingest } from './ingest.ts';
import type { Receipt } from './receipt.ts';

const MINUTES = 300_000;
const NEVER = 0;
/** Three batches. */
const COUNT = 60;
const START = Math.floor(Date.now() / 1000) - 3600;
const IDS = Array.from({ length: COUNT }, (_, n) => `u${n}`);
/** So long that no row leaves for the offline store until it is told to. */
const LAG = { Seconds: 900 };

let plane: KillablePlane;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gradus-killed-plane-'));
  plane = await killablePlane([]);
  await controlClient(plane).setOfflineStoreLag(LAG);
  await ensureFeatureGroups(films, storeOn(plane.clients()));
}, MINUTES);
afterAll(async () => {
  expect(await plane.end()).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
}, MINUTES);

/** Records of one ingest: each of their values says of which. */
const rowsOf = (round: number) =>
  IDS.map((user_id) => ({
    ...{ user_id, event_time: START + round, watch_count: round, mean_rating: round / 4, country: `c${round}` },
  }));
const roundOf = ({ features, eventTime }: OnlineRecord): number | undefined => {
  const { watch_count: round, mean_rating, country } = features as { [name: string]: number | string };
  const isWhole = mean_rating === Number(round) / 4 && country === `c${round}` && eventTime === START + Number(round);
  return isWhole ? Number(round) : undefined;
};

/** A store whose user dies with the plane: what fails once is not tried again. */
const mortal = (): FeatureStoreContext => {
  const options = {
    ...{ endpoint: plane.url, region: 'us-east-1', credentials: plane.credentials, maxAttempts: 1 },
  };
  const clients = {
    ...{ sagemaker: plane.clients().sagemaker, s3: new S3Client({ ...options, forcePathStyle: true }) },
    featureStore: new SageMakerFeatureStoreRuntimeClient(options),
  };
  for (const { middlewareStack } of [clients.s3, clients.featureStore] as { middlewareStack: Middleware }[]) {
    middlewareStack.add(
      (next) => (args) =>
        next(args).catch((cause: unknown) => {
          const status = (cause as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
          throw status === undefined ? new Error('died', { cause }) : cause;
        }),
      { step: 'initialize', name: 'mortal' },
    );
  }
  return storeOn(clients);
};
interface Middleware {
  add(
    middleware: (next: (args: unknown) => Promise<unknown>) => (args: unknown) => Promise<unknown>,
    options: { readonly step: 'initialize'; readonly name: string },
  ): void;
}

/** Reads all records again and again, over the death of the plane. */
const reading = () => {
  const featureStore = new SageMakerFeatureStoreRuntimeClient({
    ...{ endpoint: plane.url, region: 'us-east-1', credentials: plane.credentials, maxAttempts: 1 },
  });
  const store = storeOn({ ...plane.clients(), featureStore });
  const newest = new Map<string, number>();
  const faults = new Set<string>();
  const state = { going: true, reads: 0 };
  onTestFinished(() => void (state.going = false));
  const ended = (async () => {
    while (state.going) {
      await pause(5); // the plane has the same processors
      const records = await onlineRecords(films, 'users', IDS, store).catch((error: unknown) => {
        if (!isUnreachable(error)) faults.add(inspect(error));
      });
      state.reads += records ? 1 : 0;
      records?.forEach((record, n) => {
        const [id, round] = [IDS[n]!, record && roundOf(record)];
        if (record && round === undefined) faults.add(`${id} is ${JSON.stringify(record)}`);
        if ((round ?? 0) < (newest.get(id) ?? 0)) faults.add(`${id} is ${round} after ${newest.get(id)}`);
        newest.set(id, round ?? 0);
      });
    }
  })();
  return {
    end: async (): Promise<{ readonly faults: string[]; readonly reads: number }> => {
      state.going = false;
      await ended;
      featureStore.destroy();
      return { faults: [...faults], reads: state.reads };
    },
  };
};

it(
  'an ingest loses nothing that it told as written, and a rerun completes it',
  async ({ annotate }) => {
    const points: string[] = [];
    const reader = reading();
    let round = 0;
    let receipt: Receipt | undefined;
    for (let isKilled = true; isKilled;) {
      round += 1;
      const options = { resumeAs: `round ${round}`, checkpointMs: 0, parallel: 2 };
      let told = 0;
      await plane.arm(round);
      const failure = await ingest(films, 'users', rowsOf(round), mortal(), {
        ...options,
        onProgress: ({ written }) => (told = written),
      }).then(
        () => undefined,
        (error: unknown) => error as Error,
      );
      // Whoever dies hears of it before the test does.
      if (failure?.message === 'died') await waitFor(() => plane.killed);
      await plane.atRest();
      isKilled = plane.killed;
      if (isKilled) {
        points.push(`${round} ${plane.points.at(-1)}`);
        await plane.restart();
      } else expect(failure).toBeUndefined();
      await plane.arm(NEVER);
      if (failure) expect(failure.message).toBe('died');

      const store = storeOn(plane.clients());
      const before = await onlineRecords(films, 'users', IDS.slice(0, told), store);
      expect(before.map((record) => record && roundOf(record))).toEqual(IDS.slice(0, told).map(() => round));
      const report = await ingest(films, 'users', rowsOf(round), store, {
        ...options,
        receipt: join(folder, `receipt ${round}`),
      });
      expect(report).toMatchObject({ rows: COUNT, written: COUNT, rejected: 0, receipt: { records: COUNT } });
      if (!failure) expect(report.skipped).toBe(COUNT);
      ({ receipt } = report);
      const after = await onlineRecords(films, 'users', IDS, store);
      expect(after.map((record) => record && roundOf(record))).toEqual(IDS.map(() => round));
      expect((await plane.rows())['feature_store_record']).toBe(COUNT);
    }
    const { faults, reads } = await reader.end();
    expect(faults).toEqual([]);
    expect(reads).toBeGreaterThan(round);
    await annotate(`${points.length} points: ${points.join('; ')}`);
    expect(points.some((point) => point.includes('feature_store_record'))).toBe(true);
    expect(points.some((point) => point.includes('s3_object'))).toBe(true);

    // Offline: every record of every round, each once to see.
    const store = storeOn(plane.clients());
    const cache = join(folder, 'cache');
    await controlClient(plane).setOfflineStoreLag({ Seconds: 0 });
    for (let each = 1; each <= round; each += 1) {
      const awaited = { ...receipt!, file: join(folder, `receipt ${each}`), from: START, to: START + round };
      await waitForOffline(films, awaited, store, { cache });
    }
    const { files } = await offlineFiles(
      store.clients,
      featureGroup(films, store.environment.namespace, 'users'),
      {},
      objectCacheOf({ cache }),
    );
    const list = files.map((file) => `'${file}'`).join(', ');
    const [counted] = await withEngine({}, (engine) =>
      engine.rows(
        `SELECT count(DISTINCT (user_id, event_time))::INTEGER AS events,
           count(DISTINCT (user_id, event_time, watch_count, mean_rating, country, is_deleted))::INTEGER AS records
         FROM read_parquet([${list}])`,
      ),
    );
    expect(counted).toEqual({ events: COUNT * round, records: COUNT * round });
    const latest = [];
    for await (const row of latestRecords(films, 'users', store, { cache })) latest.push(row);
    expect(latest.map((row) => [row['user_id'], row['watch_count']])).toEqual(
      IDS.toSorted().map((user_id) => [user_id, round]),
    );
    const from = IDS.flatMap((user_id) =>
      Array.from({ length: round + 1 }, (_, at) => ({ user_id, item_id: 1, event_time: START + at })),
    );
    const trained = [];
    for await (const row of trainingRows(films, 'ranking', { from }, store, { cache })) trained.push(row);
    expect(trained.map((row) => row['watch_count'])).toEqual(
      from.map(({ event_time }) => (event_time === START ? null : event_time - START)),
    );
  },
  MINUTES,
);
