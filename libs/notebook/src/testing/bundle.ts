/** A program of ours as one file that Node runs, as the command line bundles it. */
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

/** Bundles the module and returns the path of the program; it is removed when the tests of the file have run. */
export const bundle = async (entry: string): Promise<string> => {
  // Inside node_modules, so that the packages left out of the bundle resolve.
  const folder = join(import.meta.dirname, '../../../../node_modules/.cache', `gradus-notebook-${process.pid}`);
  const outfile = join(folder, basename(entry).replace(/\.ts$/, '.mjs'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@gradus/source'],
    external: ['zeromq', 'esbuild', 'acorn', 'tar', '@aws-sdk/*', 'deno'],
    logLevel: 'silent',
  });
  return outfile;
};
