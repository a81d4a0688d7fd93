/** Bundles the handler into a zip for AWS Lambda: the same bytes from the same sources, whoever builds it. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

/** Zip knows no time before it, nor a zone. */
const EPOCH = new Date(1980, 0, 1);

/**
 * The zip, with one file: `index.mjs`, which exports `handler`.
 * @returns {Promise<Uint8Array>}
 */
export const recommendApiZip = async () => {
  const { outputFiles } = await build({
    absWorkingDir: import.meta.dirname,
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
  return zipSync({ 'index.mjs': [outputFiles[0].contents, { mtime: EPOCH, os: 3, attrs: 0o644 << 16, level: 9 }] });
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const zip = await recommendApiZip();
  const dist = join(import.meta.dirname, 'dist');
  const file = join(dist, 'recommend-api.zip');
  mkdirSync(dist, { recursive: true });
  writeFileSync(`${file}.${process.pid}`, zip);
  renameSync(`${file}.${process.pid}`, file);
  console.log(`recommend-api: ${(zip.length / 1000).toFixed(0)} kB in apps/recommend-api/dist/recommend-api.zip`);
}
