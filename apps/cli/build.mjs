/**
 * Bundles the `gradus` command, the plane's process and the container programs into `dist/`, and records what went in, so
 * that the launcher can tell a stale bundle. `npm run prepare` runs it.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { build } from 'esbuild';
import { lockedPackages } from './bin/locked-packages.mjs';

const workspace = join(import.meta.dirname, '../..');
const dist = join(import.meta.dirname, 'dist');
const manifest = join(dist, 'build.json');

/** Programs that the bundle starts, by the name of their file in `dist/`. */
const entries = {
  gradus: 'apps/cli/src/main.ts',
  'plane-process': 'apps/cli/src/plane-process.ts',
  'notebook-container': 'libs/notebook/src/container.ts',
  'serving-container': 'libs/serving/src/container.ts',
};

const result = await build({
  absWorkingDir: workspace,
  entryPoints: Object.entries(entries)
    .filter(([, source]) => existsSync(join(workspace, source)))
    .map(([out, source]) => ({ in: source, out })),
  outdir: dist,
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
  minifyWhitespace: true,
  keepNames: true,
  // Programs and native code, found in node_modules when they run.
  external: ['libsql', 'zeromq', 'deno', 'esbuild', 'dynalite', '@duckdb/node-api'],
  banner: {
    js: "import { createRequire as gradusCreateRequire } from 'node:module'; const require = gradusCreateRequire(import.meta.url);",
  },
  metafile: true,
  write: false,
  logLevel: 'warning',
}).catch(() => process.exit(1)); // esbuild has said what is wrong, and where

/** @param {string} file */
const recordOf = (file) => {
  const path = join(workspace, file);
  const { size, mtimeMs } = statSync(path);
  return [file, size, mtimeMs, createHash('sha256').update(readFileSync(path)).digest('hex')];
};

/** What bundled modules find beside themselves, in `python/`. */
const python = ['libs/serving/src/python/gradus_worker.py', 'libs/training/src/python/gradus_job.py'];

/** The function behind the recommendations: a program with a build of its own. */
const api = 'apps/recommend-api';
const apiSources = existsSync(join(workspace, api))
  ? readdirSync(join(workspace, api), { recursive: true, encoding: 'utf8' })
      .filter((file) => /^(?:src\/(?!testing\/).*(?<!\.spec)\.(?:ts|mjs)|build\.mjs)$/.test(file))
      .map((file) => `${api}/${file}`)
  : [];
if (apiSources.length > 0)
  execFileSync(process.execPath, [join(workspace, api, 'build.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });

const own = Object.keys(result.metafile.inputs).filter((file) => !file.split('/').includes('node_modules'));
const inputs = [...own, ...python, ...apiSources, 'apps/cli/build.mjs'].map(recordOf);
const lockfile = join(workspace, 'package-lock.json');
const lock = {
  file: basename(lockfile),
  mtimeMs: statSync(lockfile).mtimeMs,
  packages: lockedPackages(readFileSync(lockfile, 'utf8')),
};

// Each file appears whole, and the record last: a command that starts meanwhile finds either bundle complete.
mkdirSync(dist, { recursive: true });
for (const { path, contents } of result.outputFiles) {
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}
mkdirSync(join(dist, 'python'), { recursive: true });
for (const file of python) {
  const path = join(dist, 'python', basename(file));
  writeFileSync(`${path}.${process.pid}`, readFileSync(join(workspace, file)));
  renameSync(`${path}.${process.pid}`, path);
}
if (apiSources.length > 0) {
  const path = join(dist, 'recommend-api.zip');
  writeFileSync(`${path}.${process.pid}`, readFileSync(join(workspace, api, 'dist/recommend-api.zip')));
  renameSync(`${path}.${process.pid}`, path);
}
writeFileSync(`${manifest}.${process.pid}`, JSON.stringify({ inputs, lock }));
renameSync(`${manifest}.${process.pid}`, manifest);

const made = new Set(result.outputFiles.map(({ path }) => basename(path)));
for (const name of readdirSync(dist)) if (name.endsWith('.mjs') && !made.has(name)) rmSync(join(dist, name));

const bytes = result.outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
const where = relative(workspace, dist).split(sep).join('/');
console.log(`gradus: ${result.outputFiles.length} files, ${(bytes / 1e6).toFixed(1)} MB in ${where}`);
