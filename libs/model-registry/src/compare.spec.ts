import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { withPlane } from '@gradus/plane/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareVersions } from './compare.ts';
import type { VersionFacts } from './metadata.ts';
import { registerVersion } from './publish.ts';
import { facts, versionToRegister } from './testing/version-to-register.ts';
import type { ModelVersion } from './version.ts';

const plane = withPlane();
const versions: ModelVersion[] = [];

const put = async (key: string, value: unknown): Promise<string> => {
  const command = new PutObjectCommand({ Bucket: 'films', Key: key, Body: JSON.stringify(value) });
  await plane.clients().s3.send(command);
  return `s3://films/${key}`;
};
const register = async (name: string, parameters: object, input: object, more: Partial<VersionFacts>) => {
  const given = facts({
    parameters: await put(`${name}/parameters.json`, parameters),
    signature: await put(`${name}/signature.json`, { input, output: { type: 'object' } }),
    ...more,
  });
  versions.push(await registerVersion(plane.clients(), versionToRegister('films', name, { facts: given })));
};

beforeAll(async () => {
  await plane.clients().s3.send(new CreateBucketCommand({ Bucket: 'films' }));
  const user = { properties: { user: { type: 'integer' } } };
  await register('one', { seed: 7, rate: 0.1 }, user, { metrics: { ndcg: 0.25, latency: 5, old: 1 } });
  await register('two', { seed: 7, rate: 0.5, depth: 3 }, user, {
    metrics: { ndcg: 0.5, latency: 8 },
    commit: 'f'.repeat(40),
  });
  await register(
    'three',
    { seed: 7 },
    { properties: { user: { type: 'string' }, day: {} } },
    { metrics: { ndcg: 0.25 } },
  );
});

describe('compareVersions', () => {
  it('tells metrics apart, which way is better, and the best', async () => {
    const gates = { ndcg: { min: 0.1 }, latency: { max: 10 } };
    const { metrics } = await compareVersions(plane.clients(), versions, gates);
    expect(metrics).toEqual([
      { name: 'ndcg', direction: 'higher', values: [0.25, 0.5, 0.25], differences: [0, 0.25, 0], best: 2 },
      { name: 'latency', direction: 'lower', values: [5, 8, null], differences: [0, 3, null], best: 1 },
      { name: 'old', values: [1, null, null], differences: [0, null, null] },
    ]);
  });

  it('tells parameters, facts and signatures apart', async () => {
    const compared = await compareVersions(plane.clients(), versions);
    expect(compared).toMatchObject({ group: 'films', versions: [1, 2, 3] });
    expect(compared.parameters).toEqual([
      { name: 'seed', values: [7, 7, 7], changed: false },
      { name: 'rate', values: [0.1, 0.5, null], changed: true },
      { name: 'depth', values: [null, 3, null], changed: true },
    ]);
    expect(compared.facts.filter(({ changed }) => changed).map(({ name }) => name)).toEqual(['commit']);
    expect(compared.signatures).toEqual([
      { version: 2, changes: [] },
      {
        version: 3,
        changes: [
          { path: '/input/properties/user/type', before: 'integer', after: 'string' },
          { path: '/input/properties/day', after: {} },
        ],
      },
    ]);
  });

  it('takes two different versions', async () => {
    const [one] = versions;
    for (const given of [[one!], [one!, one!]]) {
      await expect(compareVersions(plane.clients(), given)).rejects.toMatchObject({ code: 'COMPARE_TOO_FEW' });
    }
  });
});
