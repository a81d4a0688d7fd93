import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteEndpointCommand } from '@aws-sdk/client-sagemaker';
import { describeEndpoint } from '@gradus/deployment';
import { imageRegistry } from '@gradus/plane';
import { waitFor, withPlane } from '@gradus/plane/testing';
import { getBytes, getJson } from '@gradus/training';
import { environment, imageRules, SERVING_IMAGE } from '@gradus/training/testing';
import { create } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Level0Context } from './context.ts';
import { approve } from './decide.ts';
import { deploy } from './deploy.ts';
import { predict } from './predict.ts';
import { register } from './register.ts';
import { undeclaredModel } from './served-model.ts';
import { show } from './show.ts';
import { versions } from './versions.ts';

const SECONDS = 60_000;
const plane = withPlane({ images: imageRegistry(imageRules) });
const churn = undeclaredModel('churn');
let folder: string;
let archive: string;

const file = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const context = (): Level0Context => {
  const { s3, sagemaker, runtime, metrics, logs, sts } = plane.clients();
  const clients = { s3, sagemaker, runtime, metrics, logs, sts };
  return { environment, clients, workspace: folder };
};
const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };
const signature = {
  input: { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] },
  output: {},
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'register-'));
  file('weights.bin', 'weights');
  archive = join(folder, 'model.tar.gz');
  await create({ gzip: true, file: archive, cwd: folder, portable: true, mtime: new Date(0) }, ['weights.bin']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('register', () => {
  it(
    'brings a model to approval, endpoint and prediction, without a model.ts',
    async () => {
      const made = await register(churn, context(), {
        archive,
        image: SERVING_IMAGE,
        metrics: file('metrics.json', { metrics: { accuracy: 0.93, loss: 0.2 } }),
        signature: file('signature.json', signature),
        notebook: file('train.ipynb', notebook),
      });
      expect(made).toMatchObject({
        group: 'churn',
        version: 1,
        status: 'PendingManualApproval',
        image: SERVING_IMAGE,
        facts: {
          metrics: { accuracy: 0.93, loss: 0.2 },
          artifactSha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        },
      });
      const { s3 } = context().clients;
      expect(await getBytes(s3, made.artifact)).toEqual(await readFile(archive));
      expect(await getJson(s3, made.facts!.evaluation)).toEqual({ metrics: { accuracy: 0.93, loss: 0.2 } });
      expect(await getJson(s3, made.facts!.notebook!)).toEqual(notebook);
      expect(await show(churn, context(), 'latest')).toMatchObject({ signature, serving: false, missedGates: [] });

      await approve(churn, context(), '1', 'it was good elsewhere');
      expect(await deploy(churn, context(), 'approved')).toMatchObject({ version: 1, status: 'InService' });
      expect((await predict(churn, context(), { age: 42 })).output).toEqual({ asked: { age: 42 } });
      await expect(predict(churn, context(), { age: 'old' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
      await plane.clients().sagemaker.send(new DeleteEndpointCommand({ EndpointName: 'churn' }));
      await waitFor(async () => (await describeEndpoint(plane.clients(), 'churn')) === undefined, { timeout: SECONDS });
    },
    SECONDS,
  );

  it('answers a repeat with the version that is there, and other content with another', async () => {
    const model = undeclaredModel('repeated');
    const first = await register(model, context(), { archive });
    expect(first.facts).toEqual({
      artifactSha256: expect.any(String) as string,
      evaluation: expect.any(String) as string,
      metrics: {},
    });
    expect(await register(model, context(), { archive })).toEqual(first);
    const measured = await register(model, context(), { archive, metrics: file('other.json', { accuracy: 0.5 }) });
    expect(measured).toMatchObject({ version: 2, artifact: first.artifact, facts: { metrics: { accuracy: 0.5 } } });
    expect(await versions(model, context())).toHaveLength(2);
  });

  it('keeps a copy of what is in S3', async () => {
    const { s3 } = context().clients;
    await s3.send(new CreateBucketCommand({ Bucket: 'theirs' }));
    const put = async (Body: Buffer) =>
      s3.send(new PutObjectCommand({ Bucket: 'theirs', Key: 'a b/model.tar.gz', Body }));
    await put(await readFile(archive));
    const uri = 's3://theirs/a b/model.tar.gz';
    const made = await register(undeclaredModel('remote'), context(), { archive: uri });
    await put(Buffer.from('something else'));
    expect(await getBytes(s3, made.artifact)).toEqual(await readFile(archive));
    await expect(register(undeclaredModel('remote'), context(), { archive: uri })).rejects.toMatchObject({
      code: 'ARCHIVE_INVALID',
      got: uri,
    });
  });

  it.each([
    ['no file', 'nothing.tar.gz', 'ARCHIVE_NOT_FOUND'],
    ['a folder', import.meta.dirname, 'ARCHIVE_NOT_FOUND'],
    ['no object', 's3://no-such-bucket/model.tar.gz', 'ARCHIVE_NOT_FOUND'],
    ['no key', 's3://bucket', 'ARCHIVE_NOT_FOUND'],
  ])('refuses an archive that is %s', async (_, path, code) => {
    await expect(register(churn, context(), { archive: path })).rejects.toMatchObject({ code });
  });

  it.each([
    ['no gzip', Buffer.from('PK no gzip')],
    ['gzip of something else', gzipSync(randomBytes(2048))],
    ['gzip of nothing', gzipSync('')],
    ['cut off', undefined],
  ])('refuses an archive that is %s', async (_, bytes) => {
    const path = join(folder, 'broken.tar.gz');
    writeFileSync(path, bytes ?? (await readFile(archive)).subarray(0, 60));
    await expect(register(undeclaredModel('broken'), context(), { archive: path })).rejects.toMatchObject({
      code: 'ARCHIVE_INVALID',
      remedy: expect.stringContaining('tar -czf') as string,
    });
    expect(await versions(undeclaredModel('broken'), context())).toEqual([]);
  });

  it.each([
    ['metrics', '{', 'METRICS_INVALID'],
    ['metrics', '[1]', 'METRICS_INVALID'],
    ['metrics', '{"accuracy":"high","loss":1}', 'METRICS_INVALID'],
    ['signature', '{"input":{}}', 'SIGNATURE_INVALID'],
    ['signature', '{"input":{"type":"nothing"},"output":{}}', 'SIGNATURE_INVALID'],
    ['notebook', '{}', 'NOTEBOOK_INVALID'],
    ['notebook', '#!', 'NOTEBOOK_NOT_JSON'],
  ])('refuses %s that are %s', async (what, content, code) => {
    const given = { archive, [what]: file('wrong.json', content) };
    await expect(register(churn, context(), given)).rejects.toMatchObject({ code });
  });

  it('refuses a file that is not there, and a name that AWS could not use', async () => {
    await expect(register(churn, context(), { archive, metrics: 'nothing.json' })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    await expect(register(undeclaredModel('My Model'), context(), { archive })).rejects.toMatchObject({
      code: 'NAME_INVALID',
    });
  });
});
