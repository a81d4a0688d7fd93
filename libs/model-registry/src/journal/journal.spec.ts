import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { sdkClients, withPlane } from '@gradus/plane/testing';
import { describe, expect, it } from 'vitest';
import { listAliases, setAlias } from '../alias.ts';
import { registerVersion } from '../publish.ts';
import { readVersion } from '../read.ts';
import { registryOn } from '../testing/registry-on.ts';
import { versionToRegister } from '../testing/version-to-register.ts';
import { referenceTo, type Entry } from './entry.ts';
import { readJournal } from './journal.ts';

const plane = withPlane();
const LENGTH = 2050;
const Bucket = 'gradus-spec';

/** A registry whose clients have read nothing yet, and the requests that it makes of S3. */
const counted = () => {
  const { accessKeyId, secretAccessKey } = plane.accounts[0]!;
  const { s3 } = sdkClients({
    endpoint: plane.url,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
  });
  const requests: string[] = [];
  s3.middlewareStack.add((next, { commandName }) => (input) => {
    requests.push(commandName!);
    return next(input);
  });
  return { registry: registryOn({ ...plane.clients(), s3 }), requests };
};

describe('a long journal', () => {
  it('is read with a request per hundred entries, once somebody wrote to it', { timeout: 60_000 }, async () => {
    const version = await registerVersion(plane.clients(), versionToRegister('long', 'long-1'));
    const registry = registryOn(plane.clients());
    await setAlias(registry, version, 'first', 'makes the bucket');
    const put = async (serial: number) => {
      const entry: Entry = {
        ...{ kind: 'alias', alias: `a${serial}`, ...referenceTo(version), serial, id: String(serial) },
        ...{ at: new Date(serial).toISOString(), by: 'arn:aws:iam::111111111111:root', why: 'many' },
      };
      const Key = `ns=spec/long/registry/journal/${String(serial).padStart(8, '0')}.json`;
      await plane.clients().s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(entry) }));
    };
    for (let serial = 2; serial <= LENGTH; serial += 10) {
      await Promise.all(Array.from({ length: Math.min(10, LENGTH - serial + 1) }, (_, more) => put(serial + more)));
    }
    await setAlias(registry, version, 'champion', 'the best');

    const fresh = counted();
    const entries = await readJournal(fresh.registry, 'long');
    expect(entries.map(({ serial }) => serial)).toEqual(Array.from({ length: LENGTH + 1 }, (_, index) => index + 1));
    expect(fresh.requests).toHaveLength(2 + 20 + (LENGTH + 1 - 2000));
    fresh.requests.length = 0;
    await readJournal(fresh.registry, 'long');
    expect(fresh.requests).toHaveLength(2);
  });

  it('has its copies made by the next who writes, when they are not there', async () => {
    const { s3 } = plane.clients();
    const Prefix = 'ns=spec/long/registry/journal-sealed/';
    const keys = async () =>
      ((await s3.send(new ListObjectsV2Command({ Bucket, Prefix }))).Contents ?? []).map(({ Key }) => ({ Key: Key! }));
    const made = await keys();
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: made.slice(5) } }));
    const registry = registryOn(plane.clients());
    expect(await readJournal(registry, 'long')).toHaveLength(LENGTH + 1);
    expect(await listAliases(registry, 'long')).toContainEqual(
      expect.objectContaining({ name: 'champion', version: 1 }),
    );
    await setAlias(registry, await readVersion(plane.clients(), 'long', '1'), 'challenger', 'another');
    expect(await keys()).toEqual(made);
  });
});
