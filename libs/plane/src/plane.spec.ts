import {
  CreateModelPackageGroupCommand,
  ListModelPackageGroupsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountKeys } from './accounts/credentials-file.ts';
import { LOCAL_ACCOUNT } from './accounts/account.ts';
import { imageRegistry } from './jobs/images.ts';
import { readHint, startPlane, type Plane, type PlaneOptions } from './index.ts';
import { defineService } from './service.ts';
import { sdkClients, testPlane, withPlane } from './testing/index.ts';
import { rawRequest } from './testing/raw-request.ts';

describe('startPlane', () => {
  let parent: string;
  let dir: string;
  let planes: Plane[];
  const start = async (options: Partial<PlaneOptions> = {}): Promise<Plane> => {
    const plane = await startPlane({ dir, port: 0, images: imageRegistry([]), ...options });
    planes.push(plane);
    return plane;
  };
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'gradus-start-'));
    dir = join(parent, '.gradus');
    planes = [];
  });
  afterEach(async () => {
    for (const plane of planes) await plane.close();
    rmSync(parent, { recursive: true });
  });
  const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

  it('makes its folder and its keys for nobody else, and says where it is while it runs', async () => {
    const plane = await start();
    expect(mode(dir)).toBe('700');
    expect(mode(join(dir, 'credentials'))).toBe('600');
    expect(readHint(dir)).toEqual({ pid: process.pid, port: plane.port });
    expect(readFileSync(join(dir, 'credentials'), 'utf8')).toMatch(
      /^\[local\]\naws_access_key_id = AKIA[A-Z2-7]{16}\naws_secret_access_key = [\w+/]{40}\naws_account_id = 000000000000\n/,
    );
    await plane.close();
    await plane.closed;
    expect(existsSync(join(dir, 'plane.json'))).toBe(false);
  });

  it('keeps its keys over a restart, adds those of new accounts, and leaves other profiles alone', async () => {
    await (await start()).close();
    const before = readFileSync(join(dir, 'credentials'), 'utf8');
    writeFileSync(join(dir, 'credentials'), `${before}[mine]\naws_access_key_id = AKIAMINE`);
    const plane = await start({ accounts: [LOCAL_ACCOUNT, { accountId: '333333333333', profile: 'dev' }] });
    const after = readFileSync(join(dir, 'credentials'), 'utf8');
    expect(after.startsWith(`${before}[mine]\naws_access_key_id = AKIAMINE\n[dev]\n`)).toBe(true);
    const [key] = accountKeys(join(dir, 'credentials'), [{ accountId: '333333333333', profile: 'dev' }]);
    const clients = sdkClients({ endpoint: plane.url, region: 'eu-west-1', credentials: key! });
    expect((await clients.sts.send(new GetCallerIdentityCommand({}))).Account).toBe('333333333333');
    clients.destroy();
  });

  it('refuses a profile that belongs to another account, with the remedy', async () => {
    await (await start()).close();
    await expect(start({ accounts: [{ accountId: '333333333333', profile: 'local' }] })).rejects.toMatchObject({
      code: 'CREDENTIALS_INVALID',
      remedy: expect.stringContaining('[local]') as string,
    });
    await start();
  });

  it('refuses a folder that another plane serves, and names it', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({
      code: 'PLANE_RUNNING',
      message: `another plane runs on ${dir} (pid ${process.pid})`,
    });
  });

  it('takes the next port when the one it wants is taken', async () => {
    const first = await start();
    const second = await start({ dir: join(parent, 'other'), port: first.port });
    expect(second.port).toBeGreaterThan(first.port);
    expect((await rawRequest(second.url, { method: 'GET', path: '/_gradus/health' })).status).toBe(200);
  });

  it('is not held up by a stale hint', async () => {
    await (await start()).close();
    writeFileSync(join(dir, 'plane.json'), '{"pid":1,"port":');
    const plane = await start();
    expect(readHint(dir)?.port).toBe(plane.port);
  });

  it('answers health without a signature, and nothing else', async () => {
    const plane = await start();
    const health = await rawRequest(plane.url, { method: 'GET', path: '/_gradus/health' });
    expect(JSON.parse(health.body)).toEqual({ status: 'ok', pid: process.pid, version: expect.any(String) as string });
    expect((await rawRequest(plane.url, { method: 'GET', path: '/_gradus/other' })).status).toBe(403);
  });

  it('tells a fault of its own without details, and undoes what the handler wrote', async () => {
    const faults: object[] = [];
    const { sagemaker } = await import('./services/sagemaker/index.ts');
    const broken = defineService({
      ...sagemaker,
      handlers: {
        ...sagemaker.handlers,
        CreateModelPackageGroup: (input: object, context: never) => {
          (sagemaker.handlers['CreateModelPackageGroup'] as (...args: unknown[]) => object)(input, context);
          throw new TypeError('secret detail');
        },
      } as never,
    });
    const plane = await start({
      services: [broken],
      log: { info: () => undefined, error: (fields) => faults.push(fields) },
    });
    const [credentials] = accountKeys(join(dir, 'credentials'), [LOCAL_ACCOUNT]);
    const client = new SageMakerClient({
      ...{ endpoint: plane.url, region: 'us-east-1', maxAttempts: 1 },
      credentials: credentials!,
    });
    await expect(
      client.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: 'movies' })),
    ).rejects.toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
    const groups = await client.send(new ListModelPackageGroupsCommand({}));
    expect(groups.ModelPackageGroupSummaryList).toEqual([]);
    expect(faults).toEqual([expect.objectContaining({ error: expect.stringContaining('secret detail') as string })]);
    client.destroy();
  });
});

it('refuses what a full disk cannot hold, keeps what it acknowledged, and says nothing of its insides', async () => {
  const faults: object[] = [];
  const { sagemaker } = await import('./services/sagemaker/index.ts');
  // SQLite takes 1 for the size that the file has: it cannot grow any more.
  const crowded = { ...sagemaker, schema: [...sagemaker.schema, 'pragma max_page_count = 1'] };
  const test = await testPlane({
    services: [crowded],
    log: { info: () => undefined, error: (fields) => faults.push(fields) },
  });
  const { sagemaker: client } = test.clients();
  const create = (index: number): Promise<unknown> =>
    client.send(
      new CreateModelPackageGroupCommand({
        ModelPackageGroupName: `group-${index}`,
        ModelPackageGroupDescription: 'x'.repeat(1000),
      }),
    );
  const acknowledged: number[] = [];
  const refused: unknown[] = [];
  for (let index = 0; index < 40; index += 1) {
    await create(index).then(
      () => acknowledged.push(index),
      (error: unknown) => refused.push(error),
    );
  }
  expect(refused.length).toBeGreaterThan(0);
  expect(refused[0]).toMatchObject({ name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } });
  expect(faults.length).toBe(refused.length);
  await test.restart();
  const groups = await test.clients().sagemaker.send(new ListModelPackageGroupsCommand({ MaxResults: 100 }));
  expect(groups.ModelPackageGroupSummaryList).toHaveLength(acknowledged.length);
  await test.close();
});

describe('a plane', () => {
  const plane = withPlane();

  it('says plainly what it lacks', async () => {
    const { sagemaker } = plane.clients();
    const { CreateAutoMLJobV2Command } = await import('@aws-sdk/client-sagemaker');
    await expect(
      sagemaker.send(
        new CreateAutoMLJobV2Command({
          ...{ AutoMLJobName: 'a', AutoMLJobInputDataConfig: [], AutoMLProblemTypeConfig: undefined },
          ...{ OutputDataConfig: { S3OutputPath: 's3://a' }, RoleArn: 'arn:aws:iam::111111111111:role/r' },
        }),
      ),
    ).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501 },
      message: expect.stringMatching(/SageMaker CreateAutoMLJobV2.*docs\/coverage\.md/) as string,
    });
  });

  it('keeps state by account and region, over a restart', async () => {
    const create = (account: number, region: string, name: string): Promise<unknown> =>
      plane
        .clients(account, region)
        .sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: name }));
    await create(0, 'us-east-1', 'one');
    await create(0, 'eu-west-1', 'two');
    await create(1, 'us-east-1', 'three');
    await plane.restart();
    const names = async (account: number, region: string): Promise<unknown> => {
      const list = await plane.clients(account, region).sagemaker.send(new ListModelPackageGroupsCommand({}));
      return list.ModelPackageGroupSummaryList!.map(({ ModelPackageGroupName }) => ModelPackageGroupName);
    };
    expect(await names(0, 'us-east-1')).toEqual(['one']);
    expect(await names(0, 'eu-west-1')).toEqual(['two']);
    expect(await names(1, 'us-east-1')).toEqual(['three']);
  });

  it('answers a call of a service as it answers one over HTTP', async () => {
    const { plane: running } = plane;
    const principal = {
      accountId: '111111111111',
      arn: 'arn:aws:iam::111111111111:user/u',
      userId: 'AIDAX',
      accessKeyId: 'AKIAX',
    };
    const caller = { principal, region: 'us-east-1' };
    await expect(running.call('sts', 'GetCallerIdentity', {}, caller)).resolves.toEqual({
      ...{ UserId: 'AIDAX', Account: '111111111111', Arn: principal.arn },
    });
    await expect(
      running.call('sagemaker', 'CreateModelPackageGroup', { ModelPackageGroupName: '-' }, caller),
    ).rejects.toMatchObject({
      code: 'ValidationException',
      message: expect.stringContaining('1 validation error') as string,
    });
  });
});

it('lets requests in flight end when it closes', async () => {
  const test = await testPlane();
  const pending = Array.from({ length: 20 }, (_unused, index) =>
    test.clients().sagemaker.send(new CreateModelPackageGroupCommand({ ModelPackageGroupName: `g-${index}` })),
  );
  await Promise.race(pending);
  const results = await Promise.allSettled([...pending, test.close()]);
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(1);
  expect(results.at(-1)!.status).toBe('fulfilled');
});

it('closes, and gives its folder back, when its statistics cannot be written', async () => {
  const faults: object[] = [];
  const { sagemaker } = await import('./services/sagemaker/index.ts');
  const refusing = `create trigger if not exists refuse before insert on account_role_usage
    when new.action = 'sagemaker:ListModelPackageGroups' begin select raise(abort, 'refused'); end`;
  const test = await testPlane({
    services: [{ ...sagemaker, schema: [...sagemaker.schema, refusing] }],
    log: { info: () => undefined, error: (fields) => faults.push(fields) },
  });
  const { Credentials } = await test
    .clients()
    .sts.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111111111111:role/r', RoleSessionName: 'me' }));
  const session = test.clientsAs({
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  });
  await session.sts.send(new GetCallerIdentityCommand({}));
  await session.sagemaker.send(new ListModelPackageGroupsCommand({}));
  await test.restart();
  expect(faults).toEqual([expect.objectContaining({ error: expect.stringContaining('refused') as string })]);
  await test.close();
});
