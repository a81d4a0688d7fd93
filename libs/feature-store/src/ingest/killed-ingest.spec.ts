/** An ingest whose process dies, and one whose plane dies: nothing acknowledged is lost, and nothing is there twice to see. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { killablePlane, withPlane } from '@gradus/plane/testing';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeatureStoreContext } from '../feature-store-context.ts';
import { ensureFeatureGroups } from '../groups/ensure-feature-groups.ts';
import { featureGroup } from '../groups/feature-group.ts';
import { withEngine } from '../offline/duckdb.ts';
import { objectCacheOf, offlineFiles } from '../offline/offline-files.ts';
import { onlineRecords } from '../online/online-records.ts';
import { films, storeOn } from '../testing/films.ts';
import { waitForOffline } from '../wait/wait-for-offline.ts';
import { ingest } from './ingest.ts';

const SOURCE = new URL('..', import.meta.url).pathname;
const COUNT = 4000;

const PROGRAM = `
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { S3Client } from '@aws-sdk/client-s3';
import { ingest } from './ingest/ingest.ts';
import { films, storeOn } from './testing/films.ts';
const [file] = process.argv.slice(2);
const clients = {
  s3: new S3Client({ forcePathStyle: true }),
  sagemaker: new SageMakerClient({}),
  featureStore: new SageMakerFeatureStoreRuntimeClient({}),
};
await ingest(films, 'users', file, storeOn(clients), {
  checkpointMs: 20,
  parallel: 4,
  onProgress: ({ written }) => process.stdout.write(written + '\\n'),
});
`;

const watchLog = (prefix: string): string =>
  Array.from({ length: COUNT }, (_, n) =>
    JSON.stringify({ user_id: `${prefix}${n}`, event_time: 1_750_000_000 + (n % 7), watch_count: n }),
  ).join('\n');

describe('an ingest', () => {
  const plane = withPlane();
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gradus-killed-ingest-'));
    await build({
      stdin: { contents: PROGRAM, resolveDir: SOURCE, loader: 'ts' },
      outfile: join(folder, 'program.mjs'),
      ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' },
      conditions: ['@gradus/source'],
      external: ['esbuild', '@duckdb/node-api'],
      banner: { js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);" },
    });
    await ensureFeatureGroups(films, storeOn(plane.clients()));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the program on `file`, kills it once it has written `enough`, and resolves with what it said last. */
  const killed = async (file: string, enough: number): Promise<number> => {
    const { accessKeyId, secretAccessKey } = plane.accounts[0]!;
    const child = spawn(process.execPath, [join(folder, 'program.mjs'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        AWS_ENDPOINT_URL: plane.url,
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    });
    const ended = once(child, 'exit');
    let last = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      last = Number(line);
      if (last >= enough) child.kill('SIGKILL');
    }
    await ended;
    return last;
  };

  const offline = async (store: FeatureStoreContext, prefix: string) => {
    const group = featureGroup(films, store.environment.namespace, 'users');
    const { files } = await offlineFiles(store.clients, group, {}, objectCacheOf({ cache: join(folder, 'cache') }));
    const list = files.map((file) => `'${file}'`).join(', ');
    const [row] = await withEngine({}, (engine) =>
      engine.rows(
        `SELECT count(*)::INTEGER AS rows, count(DISTINCT (user_id, event_time, watch_count))::INTEGER AS records
         FROM read_parquet([${list}]) WHERE starts_with(user_id, '${prefix}')`,
      ),
    );
    return row as { rows: number; records: number };
  };

  const expectAll = async (store: FeatureStoreContext, prefix: string) => {
    const ids = Array.from({ length: COUNT }, (_, n) => `${prefix}${n}`);
    const records = await onlineRecords(films, 'users', ids, store);
    expect(records.map((record) => record?.features['watch_count'])).toEqual(ids.map((_, n) => n));
  };

  it.each([25, 1000, 3000])('that is killed after %i records goes on where it was', async (enough) => {
    const store = storeOn(plane.clients());
    const prefix = `k${enough}-`;
    const file = join(folder, `${prefix}.ndjson`);
    writeFileSync(file, watchLog(prefix));
    const said = await killed(file, enough);
    expect(said).toBeGreaterThanOrEqual(enough);
    const acknowledged = Array.from({ length: enough }, (_, n) => `${prefix}${n}`);
    expect((await onlineRecords(films, 'users', acknowledged, store)).every(Boolean)).toBe(true);
    const report = await ingest(films, 'users', file, store, { receipt: join(folder, `${prefix}.receipt`) });
    expect(report).toMatchObject({ rows: COUNT, written: COUNT, receipt: { records: COUNT } });
    if (enough > 25) expect(report.skipped).toBeGreaterThan(0);
    await expectAll(store, prefix);
    await waitForOffline(films, report.receipt!, store, { cache: join(folder, 'cache') });
    const { rows, records } = await offline(store, prefix);
    expect(records).toBe(COUNT);
    // What was sent and not yet in a checkpoint was sent again; AWS keeps both, and readers take one.
    expect(rows).toBeLessThanOrEqual(COUNT + (said - report.skipped) + 5 * 25 + 512 * 25);
  });
});

describe('a plane that is killed while it ingests', () => {
  it('has what it acknowledged, and the ingest rides over it', async () => {
    const plane = await killablePlane([]);
    const folder = mkdtempSync(join(tmpdir(), 'gradus-killed-plane-'));
    try {
      const store = storeOn(plane.clients());
      await ensureFeatureGroups(films, store);
      const file = join(folder, 'rows.ndjson');
      writeFileSync(file, watchLog('p'));
      await plane.arm(40);
      const going = ingest(films, 'users', file, store, { receipt: join(folder, 'receipt'), checkpointMs: 20 });
      await expect.poll(() => plane.killed, { timeout: 10_000, interval: 5 }).toBe(true);
      await plane.restart();
      const report = await going;
      expect(report).toMatchObject({ written: COUNT, rejected: 0 });
      const after = storeOn(plane.clients());
      const ids = Array.from({ length: COUNT }, (_, n) => `p${n}`);
      const records = await onlineRecords(films, 'users', ids, after);
      expect(records.every((record, n) => record?.features['watch_count'] === n)).toBe(true);
      await waitForOffline(films, report.receipt!, after, { cache: join(folder, 'cache') });
    } finally {
      await plane.end();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
