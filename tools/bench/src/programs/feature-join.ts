/** A process that makes training sets: through the library, from a plane, or by a query written by hand over the same files. */
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeFeatureGroupCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerFeatureStoreRuntimeClient } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { ensureFeatureGroups, trainingSet, type FeatureStoreContext } from '@gradus/feature-store';
import { CASES, filesOf, handWritten, makeData, VIEW, type CaseName } from '../feature-join-data.ts';
import { REGION, type Key } from '../load/requests.ts';
import { optionsOf, serveParent } from '../process/serve-parent.ts';

export type JoinTurn = 'make' | 'cold' | 'warm' | 'by hand' | 'differences';

const { endpoint, key, folder, name } = optionsOf<{ endpoint: string; key: Key; folder: string; name: CaseName }>();
const data = CASES[name];
const THREADS = 2;

const settings = { endpoint, region: REGION, credentials: key };
const clients = {
  s3: new S3Client(settings),
  sagemaker: new SageMakerClient(settings),
  featureStore: new SageMakerFeatureStoreRuntimeClient(settings),
};
const store: FeatureStoreContext = {
  clients,
  environment: {
    ...{ account: '000000000000', region: REGION, bucket: 'bench-features', namespace: 'bench' },
    roleArn: 'arn:aws:iam::000000000000:role/bench',
    poll: { first: 10, most: 100 },
    key: (model, ...segments) => ['ns=bench', model, ...segments].join('/'),
  },
};

const withDuckDB = async <Result>(use: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> => {
  const instance = await DuckDBInstance.create(':memory:', {
    ...{ threads: String(THREADS), memory_limit: data.memory, temp_directory: join(folder, 'spill') },
  });
  try {
    return await use(await instance.connect());
  } finally {
    instance.closeSync();
  }
};

const AT_ONCE = 8;

const upload = async (group: string, uri: URL): Promise<void> => {
  const files = await filesOf(folder, group);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < files.length; index = next++) {
      const path = join(folder, group, files[index]!);
      const hour = files[index]!.split('/').slice(0, 4).join('/');
      await clients.s3.send(
        new PutObjectCommand({
          Bucket: uri.host,
          Key: `${uri.pathname.slice(1)}/${hour}/20260101T000000Z_${String(index).padStart(16, '0')}.parquet`,
          Body: createReadStream(path),
          ContentLength: (await stat(path)).size,
        }),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
};

const make = async (): Promise<void> => {
  await withDuckDB((connection) => makeData(connection, data, folder));
  await clients.s3.send(new CreateBucketCommand({ Bucket: store.environment.bucket })).catch((error: unknown) => {
    if ((error as Error).name !== 'BucketAlreadyOwnedByYou') throw error;
  });
  for (const { group } of await ensureFeatureGroups(data.model, store)) {
    const described = await clients.sagemaker.send(
      new DescribeFeatureGroupCommand({ FeatureGroupName: group.awsName }),
    );
    await upload(group.name, new URL(described.OfflineStoreConfig!.S3StorageConfig!.ResolvedOutputS3Uri!));
  }
};

const library = async (): Promise<unknown> =>
  trainingSet(data.model, VIEW, { from: join(folder, 'spine.parquet') }, store, {
    ...{ output: join(folder, 'library.parquet'), cache: join(folder, 'cache'), spill: folder },
    ...{ memory: data.memory, threads: THREADS },
  });

const turns: Record<JoinTurn, () => Promise<unknown>> = {
  make,
  cold: async () => {
    await rm(join(folder, 'cache'), { recursive: true, force: true });
    return library();
  },
  warm: library,
  'by hand': () =>
    withDuckDB(async (connection) => {
      await connection.run(`SET TimeZone = 'UTC'`);
      await connection.run(`COPY (${handWritten(data, folder)}) TO '${join(folder, 'hand.parquet')}' (FORMAT parquet)`);
    }),
  /** Rows that the two do not share, of how many. */
  differences: () =>
    withDuckDB(async (connection) => {
      const [library, hand] = ['library', 'hand'].map(
        (file) => `SELECT hash(COLUMNS(*)) FROM '${join(folder, file)}.parquet'`,
      );
      const sum = (query: string): string =>
        `SELECT sum(CAST(hash(t) AS HUGEINT)) AS sum, count(*) AS rows FROM (${query}) t`;
      const reader = await connection.runAndReadAll(
        `SELECT a.sum = b.sum AND a.rows = b.rows AS same, a.rows AS rows FROM (${sum(library!)}) a, (${sum(hand!)}) b`,
      );
      const [row] = reader.getRowObjectsJson();
      return row;
    }),
};

/** Seconds that it took, and what came of it. */
const run = async ({ turn }: { turn: JoinTurn }): Promise<{ seconds: number; result: unknown }> => {
  const startedAt = performance.now();
  const result = await turns[turn]();
  return { seconds: (performance.now() - startedAt) / 1000, result };
};

serveParent({ ready: {}, answer: run });
