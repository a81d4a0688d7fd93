/** The handler as a zip for AWS Lambda: the same bytes from the same sources, whoever builds it. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

/** Zip knows no time before it, nor a zone. */
const EPOCH = new Date(1980, 0, 1);

/** Owner may write, everybody may read; Lambda refuses code that it cannot read. */
const READABLE = 0o644 << 16;
const UNIX = 3;

/**
 * The zip, with one file: `index.mjs`, which exports `handler`.
 * @returns {Promise<Uint8Array>}
 */
export const recommendApiZip = async () => {
  const { outputFiles } = await build({
    absWorkingDir: join(import.meta.dirname, '..'),
    entryPoints: ['src/index.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@gradus/source'],
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    banner: {
      js: "import { createRequire as gradusCreateRequire } from 'node:module'; const require = gradusCreateRequire(import.meta.url);",
    },
    write: false,
    logLevel: 'warning',
  });
  const [bundle] = outputFiles;
  if (!bundle) throw new Error('esbuild made no file');
  return zipSync({ 'index.mjs': [bundle.contents, { mtime: EPOCH, os: UNIX, attrs: READABLE, level: 9 }] });
};
