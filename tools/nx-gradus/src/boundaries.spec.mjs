/** Plants a forbidden import of each kind and expects lint to refuse it, by the rule that stands for it. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const workspace = join(import.meta.dirname, '../../..');
const TAG = /^A project tagged with "type:\w+" can only depend on/;
const CYCLE = /^Circular dependency/;
const NAME = /^Projects should use|^Projects cannot be imported by a relative/;
const SERVICE = /^The service s3 must not import files of sts/;

/**
 * What is planted: a file, what it imports, what lint must say (nothing: it is allowed), and the law.
 * @type {[file: string, imported: string, said: RegExp | undefined, law: string][]}
 */
const planted = [
  ['libs/core/src/planted.ts', '@gradus/aws', CYCLE, 'core depends on nothing of ours'],
  ['libs/aws/src/planted.ts', '@gradus/python', TAG, 'aws stands below the libraries'],
  ['libs/serving/src/planted.ts', '@gradus/level-1', TAG, 'a library never imports a level'],
  ['libs/serving/src/planted.ts', '@gradus/plane', TAG, 'a library never imports the plane'],
  ['libs/serving/src/planted.spec.ts', '@gradus/plane', undefined, 'but its specs may'],
  ['libs/level-0/src/planted.ts', '@gradus/plane', TAG, 'a level never imports the plane'],
  ['libs/level-0/src/planted.ts', '@gradus/serving', undefined, 'but composes libraries'],
  ['libs/level-1/src/planted.ts', '@gradus/level-0', TAG, 'a level never imports a level'],
  ['libs/plane/src/planted.ts', '@gradus/python', TAG, 'the plane imports only core'],
  ['apps/movies/src/planted.ts', '@gradus/plane', TAG, 'a model never imports the plane'],
  ['libs/aws/src/planted.ts', '../../core/src/index.ts', NAME, 'packages are imported by name'],
  ['libs/plane/src/services/s3/planted.ts', '../sts/sts-service.ts', SERVICE, 'services meet in the plane only'],
  ['libs/plane/src/services/s3/planted.ts', '../../service.ts', undefined, 'and import what is shared'],
];

/**
 * A workspace of our packages' manifests and a second level, under our lint configuration. It is linted in a process of its
 * own, since Nx keeps the workspace that it saw first. Only the boundaries are under test, and they need no types.
 */
const script = `
  import { ESLint } from 'eslint';
  const planted = JSON.parse(process.argv[1]);
  const eslint = new ESLint({
    overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
    ruleFilter: ({ ruleId }) => /boundaries$/.test(ruleId),
  });
  const said = [];
  for (const [file, imported] of planted) {
    const source = "import * as planted from '" + imported + "';\\nexport const use = planted;\\n";
    const [result] = await eslint.lintText(source, { filePath: file });
    said.push((result?.messages ?? []).map(({ message }) => message));
  }
  process.stdout.write(JSON.stringify(said));
`;

/** @type {string} */
let folder;
/** @type {string[][]} */
let said;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gradus-boundaries-')));
  for (const file of ['package.json', 'nx.json', 'tsconfig.base.json', 'eslint.config.mjs', 'vitest.config.ts']) {
    cpSync(join(workspace, file), join(folder, file));
  }
  for (const root of ['libs', 'apps', 'tools']) {
    cpSync(join(workspace, root), join(folder, root), {
      recursive: true,
      filter: (source) => !/\/(?:dist|node_modules|fixtures|models|data)$/.test(source),
    });
  }
  const level = {
    name: '@gradus/level-1',
    version: '0.1.0',
    type: 'module',
    exports: './src/index.ts',
    nx: { tags: ['type:level'] },
  };
  mkdirSync(join(folder, 'libs/level-1/src'), { recursive: true });
  writeFileSync(join(folder, 'libs/level-1/package.json'), JSON.stringify(level));
  writeFileSync(join(folder, 'libs/level-1/src/index.ts'), 'export {};\n');
  mkdirSync(join(folder, 'node_modules/@gradus'), { recursive: true });
  for (const name of readdirSync(join(workspace, 'node_modules'))) {
    if (name !== '@gradus') symlinkSync(join(workspace, 'node_modules', name), join(folder, 'node_modules', name));
  }
  for (const name of readdirSync(join(folder, 'libs'))) {
    symlinkSync(join(folder, 'libs', name), join(folder, 'node_modules/@gradus', name));
  }
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script, JSON.stringify(planted)], {
    cwd: folder,
    env: { ...process.env, NX_WORKSPACE_ROOT_PATH: folder, NX_DAEMON: 'false' },
    encoding: 'utf8',
  });
  said = /** @type {string[][]} */ (JSON.parse(output));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('import boundaries', () => {
  it.each(planted.map((plant, index) => /** @type {const} */ ([plant[3], plant, index])))(
    '%s',
    (_law, plant, index) => {
      const [file, imported, expected] = plant;
      const messages = said[index] ?? ['not linted'];
      const what = `${file} importing ${imported}`;
      if (expected === undefined) expect(messages, what).toEqual([]);
      else expect(messages, what).toEqual([expect.stringMatching(expected)]);
    },
  );
});
