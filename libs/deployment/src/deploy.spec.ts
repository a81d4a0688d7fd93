import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateEndpointCommand,
  DeleteEndpointCommand,
  DescribeEndpointCommand,
  UpdateEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { decideVersion, registerVersion, type ModelVersion, type RegistryContext } from '@gradus/model-registry';
import { imageRegistry } from '@gradus/plane';
import { waitFor, withPlane } from '@gradus/plane/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploy, type DeployOptions } from './deploy.ts';
import { describeEndpoint, servedPackage } from './endpoint.ts';
import { invokeEndpoint } from './invoke.ts';
import { modelArchive } from './testing/model-archive.ts';
import { SERVING_IMAGE, servingRule } from './testing/serving-program.ts';

const SECONDS = 60_000;
const plane = withPlane({ images: imageRegistry([servingRule]) });

const registry = (): RegistryContext => ({
  clients: plane.clients(),
  environment: { bucket: 'films', key: (model, ...segments) => ['ns=spec', model, ...segments].join('/') },
});

/** Registers a version of a model; `files` are its archive. */
const register = async (group: string, files: Record<string, string>, ndcg = 0.04): Promise<ModelVersion> => {
  const clients = plane.clients();
  const key = `${group}/${Object.values(files).join('-')}/model.tar.gz`;
  await clients.s3.send(new PutObjectCommand({ Bucket: 'films', Key: key, Body: await modelArchive(files) }));
  return registerVersion(clients, {
    group,
    description: group,
    image: SERVING_IMAGE,
    artifact: `s3://films/${key}`,
    instanceTypes: ['ml.m5.large'],
    generatedBy: 'arn:aws:sagemaker:us-east-1:111111111111:training-job/films-1',
    clientToken: key.replaceAll(/[^a-z0-9]/g, '-').slice(0, 36),
    facts: {
      trainingJob: 'films-1',
      dataset: { name: 'watched', rows: 1, sha256: 'ab', source: 'a spec' },
      code: 's3://films/code',
      notebook: 's3://films/notebook',
      parameters: 's3://films/parameters',
      evaluation: 's3://films/evaluation',
      signature: 's3://films/signature',
      metrics: { ndcg },
    },
  });
};

const approved = async (group: string, files: Record<string, string>): Promise<ModelVersion> =>
  decideVersion(registry(), await register(group, files), 'Approved', 'good');

const options = (version: ModelVersion, more: Partial<DeployOptions> = {}): DeployOptions => ({
  endpoint: version.group,
  version,
  gates: { ndcg: { min: 0.03 } },
  environment: { roleArn: 'arn:aws:iam::111111111111:role/gradus', poll: { first: 10, most: 50 } },
  instanceType: 'ml.m5.large',
  initialInstanceCount: 1,
  ...more,
});

const endpoints = new Set<string>();
const put = (version: ModelVersion, more: Partial<DeployOptions> = {}) => {
  endpoints.add(more.endpoint ?? version.group);
  return deploy(plane.clients(), options(version, more));
};
const ask = async (endpoint: string): Promise<unknown> =>
  JSON.parse((await invokeEndpoint(plane.clients(), endpoint, '1')).body);
const gone = (endpoint: string) =>
  waitFor(async () => (await describeEndpoint(plane.clients(), endpoint)) === undefined, { timeout: SECONDS });

beforeAll(async () => {
  await plane.clients().s3.send(new CreateBucketCommand({ Bucket: 'films' }));
});
afterAll(async () => {
  for (const name of endpoints) {
    if (!(await describeEndpoint(plane.clients(), name))) continue;
    await plane.clients().sagemaker.send(new DeleteEndpointCommand({ EndpointName: name }));
    await gone(name);
  }
}, SECONDS);

describe('deploy', () => {
  it(
    'makes an endpoint, leaves it alone when nothing changes, and replaces what it serves without losing a request',
    async () => {
      const statuses: string[] = [];
      const first = await approved('films', { 'name.txt': 'first' });
      const made = await put(first, { onStatus: (status) => statuses.push(status) });
      expect(made).toEqual({
        endpoint: 'films',
        arn: 'arn:aws:sagemaker:us-east-1:111111111111:endpoint/films',
        version: 1,
        status: 'InService',
        changed: true,
      });
      expect(statuses).toEqual(['Creating', 'InService']);
      expect(await ask('films')).toEqual({ model: 'first', asked: 1 });
      expect(await servedPackage(plane.clients(), 'films')).toBe(first.arn);

      expect(await put(first)).toEqual({ ...made, changed: false });

      const second = await approved('films', { 'name.txt': 'second' });
      const answers: unknown[] = [];
      const stop = new AbortController();
      const load = Array.from({ length: 4 }, async () => {
        while (!stop.signal.aborted) answers.push(await ask('films'));
      });
      expect(await put(second)).toMatchObject({ version: 2, changed: true });
      const replaced = answers.length;
      await waitFor(() => answers.length > replaced + 20);
      stop.abort();
      await Promise.all(load);
      expect(new Set(answers.map((answer) => (answer as { model: string }).model))).toEqual(
        new Set(['first', 'second']),
      );
      expect(answers.slice(replaced + 4)).not.toContainEqual({ model: 'first', asked: 1 });
      expect(await servedPackage(plane.clients(), 'films')).toBe(second.arn);
    },
    SECONDS,
  );

  it.each(['PendingManualApproval', 'Rejected'] as const)(
    'refuses a version that is %s, and makes nothing',
    async (status) => {
      let version = await register('unfit', { 'name.txt': status });
      if (status === 'Rejected') version = await decideVersion(registry(), version, 'Rejected', 'bad');
      await expect(put(version)).rejects.toMatchObject({
        code: 'VERSION_NOT_APPROVED',
        message: `version ${version.version} of unfit is ${status}`,
        remedy: `\`gradus approve unfit ${version.version} --why "…"\` approves it.`,
      });
      expect(await describeEndpoint(plane.clients(), 'unfit')).toBeUndefined();
    },
  );

  it('refuses a version that misses gates, and says which', async () => {
    const version = await decideVersion(
      registry(),
      await register('weak', { 'name.txt': 'weak' }, 0.02),
      'Approved',
      'try',
    );
    await expect(put(version, { gates: { ndcg: { min: 0.03 }, lift: { min: 2 } } })).rejects.toMatchObject({
      code: 'GATE_MISSED',
      message:
        'version 1 of weak misses ndcg is 0.02, at least 0.03 is asked; lift is not reported, at least 2 is asked',
    });
    expect(await describeEndpoint(plane.clients(), 'weak')).toBeUndefined();
  });

  it(
    'says why an endpoint failed, and makes it anew with a version that works',
    async () => {
      const broken = await approved('mended', { 'broken.txt': 'broken' });
      await expect(put(broken)).rejects.toMatchObject({
        code: 'ENDPOINT_FAILED',
        message: expect.stringMatching(/^endpoint mended does not serve version 1, it is Failed: .*ping health check/),
        remedy: '`gradus logs mended` shows what its container said.',
      });
      const statuses: string[] = [];
      const works = await approved('mended', { 'name.txt': 'works' });
      await put(works, { onStatus: (status) => statuses.push(status) });
      expect(statuses.filter((status) => status !== 'Deleting')).toEqual(['deleted', 'Creating', 'InService']);
      expect(await ask('mended')).toMatchObject({ model: 'works' });

      await expect(put(broken)).rejects.toMatchObject({
        code: 'ENDPOINT_FAILED',
        message: expect.stringMatching(/does not serve version 1, and serves mended-v2-ml-m5-large-1 as before: /),
      });
      expect(await ask('mended')).toMatchObject({ model: 'works' });
    },
    SECONDS,
  );

  it(
    'waits for a change that is under way, as after a deploy that was cut off',
    async () => {
      const { sagemaker } = plane.clients();
      const first = await approved('waited', { 'name.txt': 'one' });
      const second = await approved('waited', { 'name.txt': 'two' });
      await put(first);
      await put(second);
      await sagemaker.send(
        new UpdateEndpointCommand({ EndpointName: 'waited', EndpointConfigName: 'waited-v1-ml-m5-large-1' }),
      );
      expect(await put(second)).toMatchObject({ version: 2, changed: true });
      expect(await ask('waited')).toMatchObject({ model: 'two' });
    },
    SECONDS,
  );

  it(
    'says that somebody else changes the endpoint at the same moment',
    async () => {
      const [one, two] = [
        await approved('raced', { 'name.txt': 'one' }),
        await approved('raced', { 'name.txt': 'two' }),
      ];
      const ended = await Promise.allSettled([put(one), put(two)]);
      const refused = ended.filter((result) => result.status === 'rejected');
      expect(refused).toHaveLength(1);
      expect(refused[0]!.reason).toMatchObject({ code: 'ENDPOINT_BUSY' });
      await expect(
        plane
          .clients()
          .sagemaker.send(
            new CreateEndpointCommand({ EndpointName: 'raced', EndpointConfigName: 'raced-v1-ml-m5-large-1' }),
          ),
      ).rejects.toThrow(/already existing/);
    },
    SECONDS,
  );

  it(
    'gives up waiting when told to, and the endpoint goes on',
    async () => {
      const version = await approved('slow', { 'name.txt': 'slow' });
      await expect(put(version, { timeoutMs: 0 })).rejects.toMatchObject({ code: 'WAIT_TIMEOUT', got: 'Creating' });
      await waitFor(async () => (await ask('slow').catch(() => undefined)) !== undefined, { timeout: SECONDS });
      expect(await put(version)).toMatchObject({ changed: false });
    },
    SECONDS,
  );
});

describe('invokeEndpoint', () => {
  it('says that no such endpoint is in service', async () =>
    expect(ask('nothing')).rejects.toMatchObject({
      code: 'ENDPOINT_NOT_FOUND',
      message: 'no endpoint nothing is in service',
      remedy: '`gradus deploy nothing` makes it from an approved version.',
    }));

  it(
    "passes the container's refusal on, with its status",
    async () => {
      await put(await approved('refusing', { 'name.txt': 'refusing' }));
      await expect(invokeEndpoint(plane.clients(), 'refusing', '"refuse"')).rejects.toMatchObject({
        code: 'INVOCATION_FAILED',
        message: 'the model answered 418: {"model":"refusing","asked":"refuse"}',
      });
    },
    SECONDS,
  );
});

describe('invokeEndpoint, after the plane was shut down and started again', () => {
  it(
    'waits for the container that starts anew, time after time',
    async () => {
      await put(await approved('lasting', { 'name.txt': 'lasting' }));
      for (let restarts = 0; restarts < 3; restarts += 1) {
        await plane.restart({ stopContainers: true });
        expect(await ask('lasting')).toEqual({ model: 'lasting', asked: 1 });
      }
    },
    SECONDS,
  );
});

describe('servedPackage', () => {
  it('is nothing where there is no endpoint', async () =>
    expect(await servedPackage(plane.clients(), 'nothing')).toBeUndefined());

  it('is what DescribeEndpoint names', async () => {
    const { EndpointConfigName } = await plane
      .clients()
      .sagemaker.send(new DescribeEndpointCommand({ EndpointName: 'films' }));
    expect(EndpointConfigName).toBe('films-v2-ml-m5-large-1');
  });
});
