/** Typed lint for the whole workspace, and which way imports may point (docs/architecture.md). */
import { createProjectGraphAsync } from '@nx/devkit';
import nx from '@nx/eslint-plugin';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { serviceBoundaries } from './tools/nx-gradus/src/service-boundaries.mjs';

// The boundary rule reads the project graph from Nx's cache and is silent without one: bring that up to date first.
process.env['NX_DAEMON'] ??= 'false';
await createProjectGraphAsync();

/** @type {import('eslint').ESLint.Plugin} */
const nxPlugin = { rules: /** @type {import('eslint').ESLint.Plugin['rules']} */ (/** @type {unknown} */ (nx.rules)) };

const BELOW = {
  'type:core': [],
  'type:aws': ['type:core'],
  'type:lib': ['type:core', 'type:aws', 'type:lib'],
  'type:level': ['type:core', 'type:aws', 'type:lib'],
  'type:plane': ['type:core'],
  'type:model': ['type:core', 'type:aws', 'type:lib', 'type:level'],
  'type:app': ['type:core', 'type:aws', 'type:lib', 'type:level', 'type:plane'],
  'type:tool': ['type:core', 'type:aws', 'type:lib', 'type:level', 'type:plane'],
  'type:journey': ['type:core', 'type:aws', 'type:lib', 'type:level', 'type:plane', 'type:model', 'type:app'],
};

/**
 * @param {readonly string[]} extra tags that everything may import too
 * @returns {import('eslint').Linter.RuleEntry}
 */
const boundaries = (...extra) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    allowCircularSelfDependency: true,
    checkDynamicDependenciesExceptions: ['.*'],
    // A lib's specs run against the plane, whose own specs never import that lib.
    depConstraints: Object.entries(BELOW).map(([sourceTag, tags]) => ({
      sourceTag,
      onlyDependOnLibsWithTags: [...new Set([...tags, ...extra])],
    })),
  },
];

const SOURCES = ['**/*.ts', '**/*.mts', '**/*.mjs'];
const SPECS = ['**/*.spec.ts', '**/*.spec.mjs'];

export default defineConfig(
  { ignores: ['**/dist', '**/node_modules', '**/.gradus', '**/.nx', '**/coverage', '**/.venv'] },
  {
    files: SOURCES,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // `noUncheckedIndexedAccess` makes `!` the way to say that an index is known to be inside.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // An interface that is asynchronous has implementations that need not wait.
      '@typescript-eslint/require-await': 'off',
      // There are no enums (erasableSyntaxOnly), and looking for them takes a sixth of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: SOURCES,
    ignores: SPECS,
    plugins: { '@nx': nxPlugin },
    rules: { '@nx/enforce-module-boundaries': boundaries() },
  },
  {
    files: SPECS,
    plugins: { '@nx': nxPlugin },
    rules: {
      '@nx/enforce-module-boundaries': boundaries('type:plane'),
      // Matchers such as expect.any() are typed `any` by vitest.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['libs/plane/src/services/**/*.ts'],
    plugins: { gradus: { rules: { 'service-boundaries': serviceBoundaries } } },
    rules: { 'gradus/service-boundaries': 'error' },
  },
  // The rule does not see JSDoc casts; tsc does.
  { files: ['**/*.mjs'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } },
  { files: ['tools/**', 'apps/*/*.mjs', 'apps/cli/bin/**'], rules: { 'no-console': 'off' } },
);
