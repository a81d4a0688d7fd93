import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { defineConfig } from './config.ts';
import { resolveEnvironment, selectEnvironment } from './environment.ts';

const role = 'arn:aws:iam::123456789012:role/SageMaker';
const config = defineConfig({
  environments: {
    local: { plane: true },
    'aws-dev': { account: '123456789012', region: 'eu-west-1', profile: 'dev' },
    'aws-full': {
      account: '123456789012',
      region: 'eu-west-1',
      namespace: 'team',
      role,
      bucket: 'team-models',
      images: { notebook: 'repository/notebook:1', serving: 'repository/serving:1' },
    },
  },
});
const planeUrl = 'http://127.0.0.1:4566';
let workspaceRoot: string;

beforeAll(async () => {
  workspaceRoot = await mkdtemp(join(tmpdir(), 'gradus-environment-'));
  await mkdir(join(workspaceRoot, '.gradus'));
  await writeFile(join(workspaceRoot, '.gradus/credentials'), '');
});
afterAll(() => rm(workspaceRoot, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

describe('selectEnvironment', () => {
  it('is local unless told otherwise', () => expect(selectEnvironment(config).name).toBe('local'));

  it('suggests the near one and lists all', () =>
    expect(() => selectEnvironment(config, 'aws-dv')).toThrow(
      expect.objectContaining({
        code: 'ENVIRONMENT_UNKNOWN',
        allowed: ['local', 'aws-dev', 'aws-full'],
        remedy: 'Did you mean "aws-dev"?',
      }),
    ));

  it('knows no inherited names', () =>
    expect(() => selectEnvironment(config, 'constructor')).toThrow(/no environment/));
});

describe('resolveEnvironment', () => {
  it('reaches the plane by endpoint, region and profile', () => {
    const environment = resolveEnvironment(selectEnvironment(config), { workspaceRoot, planeUrl });
    expect(environment).toMatchObject({
      account: '000000000000',
      region: 'us-east-1',
      bucket: 'gradus-000000000000-us-east-1',
      roleArn: 'arn:aws:iam::000000000000:role/gradus',
      connection: { endpoint: planeUrl, profile: 'local', credentialsFile: join(workspaceRoot, '.gradus/credentials') },
    });
    expect(environment.key('movies', 'code', 'a.tgz')).toBe('ns=local/movies/code/a.tgz');
  });

  it('says that the plane does not run', () =>
    expect(() => resolveEnvironment(selectEnvironment(config), { workspaceRoot })).toThrow(
      expect.objectContaining({ code: 'PLANE_NOT_RUNNING', remedy: 'Start it: gradus up' }),
    ));

  it('says that the plane left no credentials', () =>
    expect(() => resolveEnvironment(selectEnvironment(config), { workspaceRoot: '/nowhere', planeUrl })).toThrow(
      expect.objectContaining({ code: 'CREDENTIALS_MISSING' }),
    ));

  it('takes AWS as configured', () =>
    expect(resolveEnvironment(selectEnvironment(config, 'aws-full'), { workspaceRoot })).toMatchObject({
      namespace: 'team',
      bucket: 'team-models',
      roleArn: role,
      connection: {},
    }));

  it('refuses AWS without role, bucket and images, naming each', () =>
    expect(() => resolveEnvironment(selectEnvironment(config, 'aws-dev'), { workspaceRoot })).toThrow(
      expect.objectContaining({
        code: 'ENVIRONMENT_INCOMPLETE',
        mistakes: ['role', 'bucket', 'images.notebook', 'images.serving'].map((field): unknown =>
          expect.objectContaining({ path: `environments.aws-dev.${field}` }),
        ),
      }),
    ));

  it('refuses AWS in a shell that is pointed at the plane', () => {
    vi.stubEnv('AWS_ENDPOINT_URL', planeUrl);
    expect(() => resolveEnvironment(selectEnvironment(config, 'aws-full'), { workspaceRoot })).toThrow(
      expect.objectContaining({ code: 'ENVIRONMENT_SHADOWED', remedy: 'unset AWS_ENDPOINT_URL' }),
    );
  });
});
