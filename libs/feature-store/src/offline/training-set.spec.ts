/** Training sets, latest records, statistics and freshness, of features that were put into a plane. */
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { DeleteRecordCommand, PutRecordCommand } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { waitFor } from '@gradus/aws';
import { withPlane } from '@gradus/plane/testing';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import { ensureFeatureGroups } from '../groups/ensure-feature-groups.ts';
import { featureView, type FeatureView } from '../groups/feature-group.ts';
import { online } from '../online/online.ts';
import { films, storeOn } from '../testing/films.ts';
import { transformsOf } from '../transforms/transforms.ts';
import { featureFreshness } from './feature-freshness.ts';
import { featureStatistics } from './feature-statistics.ts';
import { latestRecords } from './latest-records.ts';
import { objectCacheOf, offlineFiles } from './offline-files.ts';
import { trainingRows, trainingSet } from './training-set.ts';

const NOW = Math.floor(Date.now() / 1000);
const HOUR = 3600;

const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};

const put = (store: FeatureStoreContext, group: string, record: Record<string, string | number>) =>
  store.clients.featureStore.send(
    new PutRecordCommand({
      FeatureGroupName: `spec-films-${group}`,
      Record: Object.entries(record).map(([FeatureName, value]) => ({ FeatureName, ValueAsString: String(value) })),
    }),
  );

const user = (user_id: string, event_time: number, watch_count: number, country: string) => ({
  user_id,
  event_time,
  watch_count,
  mean_rating: watch_count / 4,
  country,
});

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

describe('a training set', () => {
  const plane = withPlane();
  let store: FeatureStoreContext;
  let folder: string;
  let cache: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'training-'));
    cache = join(folder, 'cache');
    store = storeOn(plane.clients());
    await ensureFeatureGroups(films, store);
    await put(store, 'users', user('a', NOW - 5 * HOUR, 1, 'jp'));
    await put(store, 'users', user('a', NOW - 3 * HOUR, 2, 'fr'));
    await put(store, 'users', user('b', NOW - 4 * HOUR, 7, 'de'));
    await put(store, 'users', user('a', NOW - 4 * HOUR, 9, 'it'));
    await put(store, 'items', { item_id: 1, at: iso(NOW - 6 * HOUR), mean_rating: 3.5 });
    await store.clients.featureStore.send(
      new DeleteRecordCommand({
        FeatureGroupName: 'spec-films-users',
        RecordIdentifierValueAsString: 'b',
        EventTime: String(NOW - 2 * HOUR),
      }),
    );
    const counted = async () => ({
      users: (await featureFreshness(films, 'users', store, { cache })).records,
      items: (await featureFreshness(films, 'items', store, { cache })).records,
    });
    await waitFor({
      ...{ what: 'the offline store', look: counted, poll: store.environment.poll, timeoutMs: 20_000 },
      done: ({ users, items }) => users === 5 && items === 1,
      name: (found) => JSON.stringify(found),
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const spine = (...rows: readonly [string, number, number][]) => ({
    from: rows.map(([user_id, item_id, at]) => ({ user_id, item_id, at })),
    time: 'at',
  });
  const rowsOf = (...rows: readonly [string, number, number][]) =>
    all(trainingRows(films, 'ranking', spine(...rows), store, { cache }));

  it('has what was known at the time of each row, never later', async () => {
    expect(
      await rowsOf(
        ['a', 1, NOW],
        ['a', 2, NOW - 3 * HOUR],
        ['a', 1, NOW - 3 * HOUR - 1],
        ['a', 1, NOW - 6 * HOUR],
        ['b', 1, NOW - 2 * HOUR - 1],
        ['b', 1, NOW - 2 * HOUR],
        ['a', 1, NOW + 7 * 24 * HOUR - 3 * HOUR],
        ['nobody', 1, NOW],
      ),
    ).toMatchObject([
      { user_id: 'a', item_id: 1, at: NOW, watch_count: 2, country: 'fr', item_mean_rating: 3.5 },
      { watch_count: 2, item_mean_rating: null },
      { watch_count: 9, country: 'it' },
      { watch_count: null, country: null, item_mean_rating: 3.5 },
      { watch_count: 7, country: 'de' },
      { watch_count: null, country: null },
      { watch_count: null, item_mean_rating: 3.5 },
      { watch_count: null, item_mean_rating: 3.5 },
    ]);
  });

  it('shows what was known before anything was written', async () => {
    const rows = await all(
      trainingRows(films, 'ranking', spine(['a', 1, NOW]), store, { cache, asOf: new Date((NOW - HOUR) * 1000) }),
    );
    expect(rows).toMatchObject([{ watch_count: null, item_mean_rating: null }]);
  });

  it('equals what is served now, for every id', async () => {
    const ids = ['a', 'b', 'c'].flatMap((user_id) => [1, 2].map((item_id) => ({ user_id, item_id })));
    const now = Math.ceil(Date.now() / 1000);
    const served = await online(films, 'ranking', ids, store, { now });
    const trained = await rowsOf(
      ...ids.map(({ user_id, item_id }): [string, number, number] => [user_id, item_id, now]),
    );
    expect(trained).toEqual(served.map(({ features }, index) => ({ ...ids[index], at: now, ...features })));
    expect(await all(latestRecords(films, 'users', store, { cache }))).toEqual([user('a', NOW - 3 * HOUR, 2, 'fr')]);
  });

  it('is a typed Parquet file of the same bytes for the same input, and fetches once', async () => {
    const rows = spine(...Array.from({ length: 5000 }, (_, index): [string, number, number] => ['a', 1, NOW - index]));
    const write = (name: string, threads: number, from = cache) =>
      trainingSet(films, 'ranking', rows, store, { output: join(folder, name), threads, cache: from });
    const cold = await write('cold/set.parquet', 2, join(folder, 'other'));
    expect(cold.fetched.objects).toBeGreaterThan(0);
    const warm = await write('warm.parquet', 1);
    expect(warm).toMatchObject({ rows: 5000, sha256: cold.sha256, fetched: { objects: 0, bytes: 0 } });
    expect(warm.columns.slice(-3)).toEqual([
      { name: 'watch_count', type: 'BIGINT' },
      { name: 'country', type: 'VARCHAR' },
      { name: 'item_mean_rating', type: 'DOUBLE' },
    ]);
    expect(
      (await readFile(join(folder, 'warm.parquet'))).equals(await readFile(join(folder, 'cold/set.parquet'))),
    ).toBe(true);
    expect((await readdir(folder)).some((name) => name.endsWith('.partial'))).toBe(false);
  });

  it('has the columns of the transforms that are applied online', async () => {
    const declared = {
      ...films,
      features: { ...films.features, views: { ranking: { ...films.features.views.ranking, transforms: './t.ts' } } },
    };
    const view: FeatureView = featureView(declared, 'spec', 'ranking');
    const transforms = transformsOf(view, {
      per_hour: ({ watch_count }: { watch_count: number | null }, { time }: { time: number }) =>
        watch_count === null ? null : watch_count / (time - NOW + 10 * HOUR),
      greeting: ({ user_id, country }: { user_id: string; country: string | null }) => `${user_id} of ${country}`,
    });
    const ids = [
      { user_id: 'a', item_id: 1 },
      { user_id: 'b', item_id: 1 },
    ];
    const served = await online(declared, 'ranking', ids, store, { transforms, now: NOW });
    const from = ids.map((row) => ({ ...row, event_time: new Date(NOW * 1000) }));
    const trained = await all(trainingRows(declared, 'ranking', { from }, store, { transforms, cache }));
    expect(trained).toEqual(served.map(({ features }, index) => ({ ...from[index], ...features })));
    expect(trained[0]).toMatchObject({ per_hour: 2 / (10 * HOUR), greeting: 'a of fr' });
    await expect(all(trainingRows(declared, 'ranking', { from }, store, { cache }))).rejects.toMatchObject({
      code: 'FEATURE_TRANSFORMS_MISSING',
    });
  });

  it('gives the query of Athena for the tables of the groups', async () => {
    const table = { database: 'lake', name: 'log', columns: ['user_id', 'item_id'], timeType: 'timestamp' } as const;
    const sql = await trainingSet(films, 'ranking', table, store, { engine: 'athena' });
    expect(sql).toMatch(/FROM "sagemaker_featurestore"\."spec_films_users_\d+"/);
  });

  it('has statistics and freshness of each feature', async () => {
    const statistics = await featureStatistics(films, { view: 'ranking' }, store, { cache });
    expect(statistics.map(({ column, records, nulls }) => [column, records, nulls])).toEqual([
      ['watch_count', 1, 0],
      ['country', 1, 0],
      ['item_mean_rating', 1, 0],
    ]);
    expect(statistics[0]!.numbers).toMatchObject({ min: 2, max: 2, mean: 2, deviation: null });
    expect(statistics[1]!.top).toEqual([{ value: 'fr', count: 1 }]);
    const now = new Date(NOW * 1000);
    const freshness = await featureFreshness(films, 'users', store, { cache, now });
    expect(freshness).toMatchObject({
      records: 5,
      ageSeconds: 2 * HOUR,
      features: { country: { ageSeconds: 3 * HOUR } },
    });
    expect(freshness.writeTime!.getTime()).toBeGreaterThan((NOW - HOUR) * 1000);
  });

  it('keeps the cache whole and within its bound, and leaves out hours that no row needs', async () => {
    const { group } = featureView(films, 'spec', 'ranking').sources[0]!;
    const small = { folder: join(folder, 'small'), limit: 1 };
    const first = await offlineFiles(store.clients, group, {}, small);
    expect(first.misses).toBe(first.files.length);
    await writeFile(first.files[0]!, 'cut short');
    for (const file of first.files) await utimes(file, 1, 1);
    await writeFile(join(small.folder, 'left.partial'), '');
    await utimes(join(small.folder, 'left.partial'), 1, 1);
    const again = await offlineFiles(store.clients, group, { to: (NOW - 5 * HOUR) * 1000 }, small);
    expect(again).toMatchObject({ files: [first.files[0]], misses: 1 });
    expect(await readdir(small.folder)).toEqual([first.files[0]!.split('/').at(-1)]);
    const [place] = (
      await store.clients.s3.send(new ListObjectsV2Command({ Bucket: 'gradus-spec', Prefix: 'ns=spec/films' }))
    ).Contents!.filter(({ Key }) => Key!.includes('/spec-films-users'));
    const object = await store.clients.s3.send(new GetObjectCommand({ Bucket: 'gradus-spec', Key: place!.Key }));
    expect((await readFile(again.files[0]!)).equals(await object.Body!.transformToByteArray())).toBe(true);
    expect(objectCacheOf({}).folder).toMatch(/\.gradus\/cache\/offline-store$/);
  });
});
