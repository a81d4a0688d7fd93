/** One vitest configuration: a project per package, resolved to source by the `@gradus/source` condition. */
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const packages = ['libs', 'apps', 'tools'].flatMap((folder) =>
  readdirSync(folder)
    .map((name) => `${folder}/${name}`)
    .filter((root) => existsSync(`${root}/package.json`)),
);

// Not 'module': the AWS SDK's ES modules are for bundlers and do not load in Node. Not 'import' either: Node would then load it by
// `require` too.
const conditions = ['@gradus/source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    projects: packages.map((root) => ({
      extends: true,
      test: {
        name: root.split('/')[1]!,
        root,
        include: ['src/**/*.spec.ts', 'src/**/*.spec.mjs'],
        testTimeout: 30_000,
        ...(process.env['GRADUS_RECORD_ANSWERS'] && {
          setupFiles: [`${import.meta.dirname}/apps/journeys/src/answers/record-answers.mjs`],
        }),
        ...(root === 'apps/journeys' && { globalSetup: 'src/installed-command.ts' }),
      },
    })),
    passWithNoTests: true,
    // Vitest's own choice on 2 cores is one worker; most specs wait for processes and disks.
    maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
});
