/** Bundles the benchmark's programs as the `gradus` command is bundled, into a folder that goes away, and runs the first. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const workspace = join(import.meta.dirname, '../../..');
const programs = join(import.meta.dirname, 'programs');
// Below node_modules, so that what stays outside of the bundle is found.
const cache = join(workspace, 'node_modules/.cache');
mkdirSync(cache, { recursive: true });
const outdir = mkdtempSync(join(cache, 'gradus-bench-'));
process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));

await build({
  absWorkingDir: workspace,
  entryPoints: readdirSync(programs).map((file) => join(programs, file)),
  outdir,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunk-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['@gradus/source'],
  mainFields: ['module', 'main'],
  minifySyntax: true,
  keepNames: true,
  external: ['libsql', 'esbuild', 'dynalite', '@duckdb/node-api'],
  banner: {
    js: "import { createRequire as gradusCreateRequire } from 'node:module'; const require = gradusCreateRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

const child = spawn(process.execPath, [join(outdir, 'bench-plane.mjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, GRADUS_BENCH_WORKSPACE: workspace },
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.on(signal, () => child.kill(signal));
process.exitCode = await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
