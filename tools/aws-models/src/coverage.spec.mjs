import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateCoverage, kebabCase } from './coverage.mjs';

const MODEL = {
  id: 'zoo',
  serviceId: 'Zoo',
  validationError: 'ValidationException',
  operations: { CreateAnimal: { input: 'CreateAnimalRequest' }, ListAnimalsV2: {}, FeedAnimal: {} },
  shapes: { CreateAnimalRequest: { members: { Name: {} } } },
};

describe('coverage', () => {
  /** @type {string} */
  let root;
  /** @param {string} path @param {string} text */
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  /** @param {...string} args */
  const run = (...args) =>
    spawnSync(process.execPath, [join(root, 'tools/aws-models/src/coverage.mjs'), ...args], { encoding: 'utf8' });
  const page = () => readFileSync(join(root, 'docs/coverage.md'), 'utf8');
  /** @param {string} operation */
  const row = (operation) =>
    page()
      .split('\n')
      .find((line) => line.startsWith(`| ${operation} `))
      ?.replace(/ +/g, ' ');

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'gradus-coverage-'));
    write('package.json', '{"type":"module"}');
    write('docs/README.md', '');
    mkdirSync(join(root, 'tools/aws-models/src'), { recursive: true });
    copyFileSync(new URL('coverage.mjs', import.meta.url), join(root, 'tools/aws-models/src/coverage.mjs'));
    symlinkSync(new URL('../../../node_modules', import.meta.url).pathname, join(root, 'node_modules'));
    const services = 'libs/plane/src/services/zoo';
    write(
      'libs/plane/src/models/zoo-model.ts',
      `export const zoo = JSON.parse(String.raw\`${JSON.stringify(MODEL)}\`);`,
    );
    write(`${services}/index.ts`, 'handlers: { CreateAnimal: createAnimal, ListAnimalsV2: listAnimals }');
    write(`${services}/create-animal.ts`, '/**\n * Makes one.\n * @source docs\n * @source unverified - its size\n */');
    write(`${services}/list-animals-v2.ts`, '/** Lists them. */');
    write(
      `${services}/create-animal.spec.ts`,
      "plane.executes(\n  'zoo:CreateAnimal',\n  { title: 'x', seenBy: 'zoo:ListAnimalsV2' },\n  async () => {});",
    );
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('says per operation what is routed, validated, executed and where it was learned', () => {
    expect(run().status).toBe(0);
    expect(row('CreateAnimal')).toBe(
      '| CreateAnimal | yes | model | [ListAnimalsV2](../libs/plane/src/services/zoo/create-animal.spec.ts) | docs; unverified: its size |',
    );
    expect(row('ListAnimalsV2')).toBe('| ListAnimalsV2 | yes | no input | | unverified |');
    expect(row('FeedAnimal')).toBe('| FeedAnimal | no | | | |');
    expect(page()).toContain('3 operations of 1 services: 2 routed, 1 executed.');
  });

  it('changes nothing when it runs again, and names the command when the page is stale', () => {
    const missing = run('--check');
    expect([missing.status, missing.stderr]).toEqual([
      1,
      'docs/coverage.md is stale; run: node tools/aws-models/src/coverage.mjs\n',
    ]);
    run();
    const first = page();
    expect(run('--check').status).toBe(0);
    run();
    expect(page()).toBe(first);
    write('docs/coverage.md', first.replace('FeedAnimal', 'PetAnimal'));
    expect(run('--check').status).toBe(1);
  });

  it('refuses a declaration that it cannot read', () => {
    write(
      'libs/plane/src/services/zoo/feed-animal.spec.ts',
      "plane.executes('zoo:FeedAnimal', options, async () => {});",
    );
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toContain('feed-animal.spec.ts: write out the operation and `{ seenBy: … }`');
  });

  it('is up to date in this workspace; else run: node tools/aws-models/src/coverage.mjs', async () => {
    const root = new URL('../../..', import.meta.url).pathname;
    expect(await generateCoverage({ root, check: true })).toBe(true);
  });

  it.each([
    ['ListObjectsV2', 'list-objects-v2'],
    ['CreateAutoMLJob', 'create-auto-ml-job'],
    ['AssumeRoleWithSAML', 'assume-role-with-saml'],
  ])('names the file of %s', (operation, file) => {
    expect(kebabCase(operation)).toBe(file);
  });
});
