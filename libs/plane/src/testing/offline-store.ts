/** What an offline store holds: fetched through S3 and read by DuckDB, for specs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { DescribeFeatureGroupCommandOutput } from '@aws-sdk/client-sagemaker';
import { DuckDBInstance } from '@duckdb/node-api';
import type { SdkClients } from './sdk-clients.ts';
import { waitFor } from './wait-for.ts';

type Group = DescribeFeatureGroupCommandOutput;

const placeOf = (group: Group): { Bucket: string; Prefix: string } => {
  const uri = new URL(group.OfflineStoreConfig!.S3StorageConfig!.ResolvedOutputS3Uri!);
  return { Bucket: uri.host, Prefix: `${uri.pathname.slice(1)}/` };
};

/** The keys of a group's objects, less what they have in common, in the order of S3. */
export const offlineKeys = async ({ s3 }: SdkClients, group: Group): Promise<string[]> => {
  const place = placeOf(group);
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ ...place, ContinuationToken: token }));
    keys.push(...(page.Contents ?? []).map(({ Key }) => Key!.slice(place.Prefix.length)));
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return keys;
};

/** Fetches the group's objects through S3 and asks DuckDB; `offline` stands for them in the statement. */
export const queryOffline = async (
  clients: SdkClients,
  group: Group,
  sql: string,
): Promise<Record<string, unknown>[]> => {
  const { Bucket, Prefix } = placeOf(group);
  const folder = mkdtempSync(join(tmpdir(), 'gradus-offline-'));
  try {
    const files: string[] = [];
    for (const key of await offlineKeys(clients, group)) {
      const { Body } = await clients.s3.send(new GetObjectCommand({ Bucket, Key: Prefix + key }));
      const file = join(folder, basename(key));
      writeFileSync(file, await Body!.transformToByteArray());
      files.push(`'${file}'`);
    }
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const offline = `read_parquet([${files.join(', ')}], union_by_name = true)`;
    return (await connection.runAndReadAll(sql.replaceAll(/\boffline\b/g, offline))).getRowObjectsJson();
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Resolves once the offline store shows so many records. */
export const untilOffline = (clients: SdkClients, group: Group, records: number): Promise<boolean> =>
  waitFor(async () => {
    if ((await offlineKeys(clients, group)).length === 0) return records === 0;
    return Number((await queryOffline(clients, group, 'select count(*) as n from offline'))[0]!['n']) === records;
  });
