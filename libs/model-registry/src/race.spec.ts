/** Several processes at once, each a user of its own, on one registry. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { withPlane } from '@gradus/plane/testing';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAliases } from './alias.ts';
import { history } from './history.ts';
import { registerVersion } from './publish.ts';
import { readVersion } from './read.ts';
import type { Race } from './testing/racer.ts';
import { registryOn } from './testing/registry-on.ts';
import { versionToRegister } from './testing/version-to-register.ts';

const plane = withPlane();
let folder: string;
let program: string;

beforeAll(async () => {
  const dist = join(import.meta.dirname, '../dist');
  mkdirSync(dist, { recursive: true });
  folder = mkdtempSync(join(dist, 'race-'));
  program = join(folder, 'racer.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'testing/racer.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@gradus/source'],
    external: ['@aws-sdk/*', '@smithy/*', 'esbuild', 'zod'],
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Run = Pick<Race, 'version' | 'why' | 'act'>;

/** Lets them go when all have read the version; answers what came of each. */
const race = async (group: string, runs: readonly Run[]): Promise<string[]> => {
  const [credentials] = plane.accounts;
  const racers = runs.map((run) => {
    const told = { ...run, group, endpoint: plane.url, credentials };
    const child = spawn(process.execPath, [program, JSON.stringify(told)], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    return { child, lines, ready: once(lines, 'line') };
  });
  await Promise.all(racers.map(({ ready }) => ready));
  return Promise.all(
    racers.map(async ({ child, lines }) => {
      const line = once(lines, 'line') as Promise<[string]>;
      child.stdin.write('go\n');
      return (await line)[0];
    }),
  );
};

const register = async (group: string, count: number): Promise<void> => {
  for (let number = 1; number <= count; number += 1) {
    await registerVersion(plane.clients(), versionToRegister(group, `${group}-${number}`));
  }
};

describe('races', () => {
  it('of two who decide on a version at once, one does, and the other is told', { timeout: 60_000 }, async () => {
    await register('decided', 1);
    const outcomes = await race('decided', [
      { version: '1', why: 'good', act: { kind: 'decide', verdict: 'Approved' } },
      { version: '1', why: 'bad', act: { kind: 'decide', verdict: 'Rejected' } },
      { version: '1', why: 'worse', act: { kind: 'decide', verdict: 'Rejected' } },
    ]);
    expect(outcomes.toSorted()).toEqual(['DECISION_CONFLICT', 'DECISION_CONFLICT', 'done']);
    const winner = outcomes.indexOf('done');
    expect(await readVersion(plane.clients(), 'decided', '1')).toMatchObject({
      status: ['Approved', 'Rejected', 'Rejected'][winner],
      decision: { why: ['good', 'bad', 'worse'][winner] },
    });
    const told = await history(registryOn(plane.clients()), 'decided');
    expect(told.map(({ kind }) => kind)).toEqual(['approval', 'registered']);
  });

  it('of two who move an alias at once, one does, and the other is told', { timeout: 60_000 }, async () => {
    await register('aliased', 3);
    const outcomes = await race(
      'aliased',
      ['1', '2', '3'].map((version) => ({ version, why: version, act: { kind: 'alias', names: ['champion'] } })),
    );
    expect(outcomes.toSorted()).toEqual(['ALIAS_CONFLICT', 'ALIAS_CONFLICT', 'done']);
    const winner = outcomes.indexOf('done') + 1;
    expect(await listAliases(registryOn(plane.clients()), 'aliased')).toMatchObject([
      { name: 'champion', version: winner, why: String(winner) },
    ]);
  });

  it('loses no alias when each moves ones of its own', { timeout: 60_000 }, async () => {
    await register('busy', 3);
    const own = (version: string): string[] => Array.from({ length: 5 }, (_, index) => `a${version}-${index}`);
    const outcomes = await race(
      'busy',
      ['1', '2', '3'].map((version) => ({ version, why: 'mine', act: { kind: 'alias', names: own(version) } })),
    );
    expect(outcomes).toEqual(['done', 'done', 'done']);
    const aliases = await listAliases(registryOn(plane.clients()), 'busy');
    expect(aliases.map(({ name, version }) => [name, String(version)])).toEqual(
      ['1', '2', '3'].flatMap((version) => own(version).map((name) => [name, version])),
    );
  });

  it('of two who move a version to a stage at once, one does, and the other is told', { timeout: 60_000 }, async () => {
    await register('staged', 1);
    const outcomes = await race('staged', [
      { version: '1', why: 'try', act: { kind: 'stage', stage: 'Development' } },
      { version: '1', why: 'test', act: { kind: 'stage', stage: 'Staging' } },
    ]);
    expect(outcomes.toSorted()).toEqual(['STAGE_CONFLICT', 'done']);
    expect((await readVersion(plane.clients(), 'staged', '1')).stage).toMatchObject({
      name: ['Development', 'Staging'][outcomes.indexOf('done')],
    });
  });
});
