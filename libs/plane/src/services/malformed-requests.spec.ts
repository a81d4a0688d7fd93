/** Fifty malformed requests per operation: AWS's error for each, and a store that did not change by one row. */
import Database from 'libsql';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { AddTagsCommand, CreateModelPackageGroupCommand } from '@aws-sdk/client-sagemaker';
import { seededRandom } from '@gradus/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountKeys, type AccountKey } from '../accounts/credentials-file.ts';
import { imageRegistry } from '../jobs/images.ts';
import { serviceModels } from '../models/service-models.ts';
import type { ServiceModel } from '../models/service-model.ts';
import { startPlane, type Plane } from '../plane.ts';
import { awsServices } from './aws-services.ts';
import { malformedInput } from '../testing/malformed-input.ts';
import { malformedS3Request } from '../testing/malformed-s3-request.ts';
import { rawRequest, type RawAnswer, type RawRequest } from '../testing/raw-request.ts';
import { sdkClients } from '../testing/sdk-clients.ts';
import { signer } from '../testing/signer.ts';
import { TEST_ACCOUNTS, TEST_REGION } from '../testing/test-plane.ts';

const REQUESTS = 50;
/** Tables of what was asked, not of what there is. */
const STATISTICS = /^(?:role_usage|sqlite_)/;

const dir = mkdtempSync(join(tmpdir(), 'gradus-malformed-'));
const faults: string[] = [];
const start = (): Promise<Plane> =>
  startPlane({
    ...{ dir, port: 0, images: imageRegistry([]), accounts: TEST_ACCOUNTS },
    log: { info: () => undefined, error: (fields, message) => faults.push(`${message} ${JSON.stringify(fields)}`) },
  });

let plane: Plane;
let account: AccountKey;
let before: Readonly<Record<string, unknown>>;

/** Every row of every table; the plane must be closed. */
const storeContent = (): Readonly<Record<string, unknown>> => {
  const db = new Database(join(dir, 'plane.db'));
  try {
    const tables = db.prepare("select name from sqlite_master where type = 'table'").all([]) as { name: string }[];
    return Object.fromEntries(
      tables
        .filter(({ name }) => !STATISTICS.test(name))
        .map(({ name }) => [name, JSON.stringify(db.prepare(`select * from "${name}"`).raw().all([]))]),
    );
  } finally {
    db.close();
  }
};

const send = async (service: string, request: RawRequest): Promise<RawAnswer> => {
  const { headers } = await signer(service, TEST_REGION, account).sign({
    ...{ method: request.method ?? 'POST', protocol: 'http:', hostname: '127.0.0.1' },
    path: (request.path ?? '/').split('?')[0]!,
    query: Object.fromEntries(new URLSearchParams((request.path ?? '').split('?')[1] ?? '')),
    headers: { host: new URL(plane.url).host, ...(request.headers as Record<string, string>) },
    body: request.body,
  });
  return rawRequest(plane.url, { ...request, headers });
};

beforeAll(async () => {
  plane = await start();
  [account] = accountKeys(join(dir, 'credentials'), TEST_ACCOUNTS) as [AccountKey];
  const clients = sdkClients({ endpoint: plane.url, region: TEST_REGION, credentials: account });
  const { s3, sagemaker } = clients;
  await s3.send(new CreateBucketCommand({ Bucket: 'kept' }));
  await s3.send(new PutObjectCommand({ Bucket: 'kept', Key: 'object', Body: 'kept' }));
  const group = await sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'kept' }));
  const tags = new AddTagsCommand({ ResourceArn: group.ModelPackageGroupArn, Tags: [{ Key: 'kept', Value: 'yes' }] });
  await sagemaker.send(tags);
  clients.destroy();
  await plane.close();
  before = storeContent();
  plane = await start();
});

afterAll(async () => {
  await plane.close();
  const after = storeContent();
  rmSync(dir, { recursive: true });
  expect(faults).toEqual([]);
  expect(after).toEqual(before);
});

/** Operations whose input is a document: the others' is bound to path, query and headers, or is bytes. */
const takesJson = (model: ServiceModel, operation: string): boolean => {
  const { input } = model.operations[operation]!;
  const shape = input === undefined ? undefined : model.shapes[input];
  if (model.protocols[0] === 'json') return true;
  return (
    model.protocols[0] === 'rest-json' &&
    shape?.type === 'structure' &&
    shape.payload === undefined &&
    Object.keys(shape.members).length > 0 &&
    Object.values(shape.members).every((member) => member.location === undefined)
  );
};

/** Whether it says in words of its own, and in an order of its own, what is wrong. */
const inItsOwnWords = ({ id }: ServiceModel, operation: string): boolean =>
  awsServices.find(({ model }) => model.id === id)?.model.operations[operation]?.document === true;

const OWN_CODES = expect.stringMatching(/^(Validation|Serialization|ResourceNotFound)Exception$/) as unknown;

const jsonRequest = (model: ServiceModel, operation: string, body: string | Buffer): RawRequest => {
  if (model.protocols[0] === 'json') {
    const target = { 'x-amz-target': `${model.targetPrefix}.${operation}` };
    return { headers: { 'content-type': `application/x-amz-json-${model.jsonVersion}`, ...target }, body };
  }
  const { method, requestUri } = model.operations[operation]!.http;
  return { method, path: requestUri, headers: { 'content-type': 'application/json' }, body };
};

const suites = serviceModels.flatMap((model) => {
  const operations = Object.keys(model.operations).filter((operation) => takesJson(model, operation));
  return operations.length === 0 ? [] : [{ id: model.id, model, operations }];
});

describe.each(suites)('$id', ({ model, operations }) => {
  it.each(operations)('%s', async (operation) => {
    for (let seed = 1; seed <= REQUESTS; seed += 1) {
      const { fault, body, code, message } = malformedInput(model, operation, seededRandom(seed));
      const answer = await send(model.signingName, jsonRequest(model, operation, body));
      const { status, code: answered } = answer;
      if (inItsOwnWords(model, operation)) {
        expect({ seed, fault, status, code: answered }).toMatchObject({ status: 400, code: OWN_CODES });
        continue;
      }
      expect({ seed, fault, status, code: answered }).toEqual({ seed, fault, status: 400, code });
      const text = (JSON.parse(answer.body) as { message?: string; Message?: string }).message ?? answer.body;
      expect(`${fault}: ${text}`).toContain(message);
    }
  });
});

// GetCallerIdentity has no input that could be wrong.
describe('sts', () => {
  it('AssumeRole', async () => {
    const model = serviceModels.find(({ id }) => id === 'sts')!;
    let sent = 0;
    for (let seed = 1; sent < REQUESTS; seed += 1) {
      const { fault, input, code, message } = malformedInput(model, 'AssumeRole', seededRandom(seed));
      if (input === undefined || code === 'SerializationException') continue;
      // Lists of structures travel as fields of their own; a fault inside one is another protocol's matter.
      if (/\.\d/.test(message)) continue;
      const fields = new URLSearchParams({ Action: 'AssumeRole', Version: model.apiVersion });
      for (const [name, value] of Object.entries(input)) {
        if (typeof value === 'string' || typeof value === 'number') fields.set(name, String(value));
      }
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const answer = await send('sts', { headers, body: fields.toString() });
      expect({ seed, fault, status: answer.status, code: answer.code }).toEqual({ seed, fault, status: 400, code });
      sent += 1;
    }
  });
});

describe('sagemaker-runtime', () => {
  it('InvokeEndpoint', async () => {
    for (let seed = 1; seed <= REQUESTS; seed += 1) {
      const random = seededRandom(seed);
      const name = ['-', '_', 'a--', 'x'.repeat(64 + random.integer(20)), `a.${random.integer(100)}`][
        random.integer(5)
      ]!;
      const answer = await send('sagemaker', { path: `/endpoints/${name}/invocations`, body: '{}' });
      expect({ name, status: answer.status, code: answer.code }).toEqual({
        name,
        status: 400,
        code: 'ValidationError',
      });
    }
  });
});

describe('s3', () => {
  const { operations } = serviceModels.find(({ id }) => id === 's3')!;
  it.each(Object.keys(operations))('%s', async (operation) => {
    for (let seed = 1; seed <= REQUESTS; seed += 1) {
      const { fault, request } = malformedS3Request(operation, seededRandom(seed));
      const { status, code } = await send('s3', request);
      // The answer to HEAD has no body, and so no code.
      const said = { seed, fault, clientError: status >= 400 && status < 500, coded: code !== undefined };
      expect(said).toEqual({ seed, fault, clientError: true, coded: request.method !== 'HEAD' });
    }
  });
});
