import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isGradusError } from '@gradus/core';
import { describe, expect, it } from 'vitest';
import { defineConfig, loadConfig, type ConfigDeclaration } from './config.ts';

const mistakesOf = (declaration: object) => {
  try {
    defineConfig(declaration as ConfigDeclaration);
  } catch (error) {
    if (isGradusError(error)) return error.mistakes ?? [];
    throw error;
  }
  return [];
};

describe('defineConfig', () => {
  it('fills in the account and region of the plane', () =>
    expect(defineConfig({ environments: { local: { plane: true } } })).toEqual({
      environments: { local: { plane: true, account: '000000000000', region: 'us-east-1' } },
    }));

  it('reports every mistake at once', () =>
    expect(
      mistakesOf({
        environments: {
          local: { plane: true, acount: '1' },
          'aws-dev': { account: '12', region: 'Ireland', role: 'admin', bucket: 'B' },
          Prod: { plane: true },
        },
      }).map(({ path, got, remedy }) => [path, got, remedy]),
    ).toEqual([
      ['environments.Prod', 'Prod', undefined],
      ['environments.local.acount', '1', 'Did you mean "account"?'],
      ['environments.aws-dev.account', '12', undefined],
      ['environments.aws-dev.region', 'Ireland', undefined],
      ['environments.aws-dev.role', 'admin', undefined],
      ['environments.aws-dev.bucket', 'B', undefined],
    ]));

  it.each([{}, { environments: {} }, { environments: null }])('asks for an environment: %j', (declaration) =>
    expect(mistakesOf(declaration)).toMatchObject([{ path: 'environments' }]),
  );
});

describe('loadConfig', () => {
  it('reads the one of this workspace', async () => {
    const config = await loadConfig(fileURLToPath(new URL('../../..', import.meta.url)));
    expect(config.environments['local']).toMatchObject({ plane: true, account: '000000000000' });
  });

  it.each([
    ['export default {', /does not compile/],
    ['throw new Error("no")', /threw/],
    ['export const config = 1', /does not default-export/],
  ])('explains %j', async (source, message) => {
    const folder = await mkdtemp(join(tmpdir(), 'gradus-config-'));
    await writeFile(join(folder, 'gradus.config.ts'), source);
    const loaded = loadConfig(folder).finally(() => rm(folder, { recursive: true }));
    await expect(loaded).rejects.toMatchObject({ code: 'CONFIG_BROKEN', message: expect.stringMatching(message) });
  });

  it('says that there is none', () => expect(loadConfig('/nowhere')).rejects.toMatchObject({ code: 'CONFIG_BROKEN' }));
});
