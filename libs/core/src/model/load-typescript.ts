/** Loads a TypeScript module of the user's by bundling it with esbuild: no compiler and no build step of his own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, Plugin } from 'esbuild';

/** A module that esbuild refused: where and why, in one line each. */
export class TypeScriptLoadError extends Error {
  override readonly name = 'TypeScriptLoadError';
  readonly places: readonly { readonly at: string; readonly message: string }[];

  constructor(failure: BuildFailure) {
    super(failure.message, { cause: failure });
    this.places = failure.errors.map(({ location, text }) => ({
      at: location ? `${location.file}:${location.line}:${location.column + 1}` : '',
      message: text,
    }));
  }
}

/**
 * Packages stay out of the bundle, under the absolute address that they resolve to from where they are imported; only
 * ours go in, since they are TypeScript themselves.
 */
const externalPackages: Plugin = {
  name: 'external-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (pluginData === 'resolved' || kind === 'entry-point' || path.startsWith('@gradus/')) return undefined;
      if (path.startsWith('node:')) return { path, external: true };
      const found = await build.resolve(path, { kind, resolveDir, pluginData: 'resolved' });
      if (found.errors.length > 0 || found.external) return found;
      // Unused ones are left out: a configuration does not load every AWS client that its module knows.
      return { path: pathToFileURL(found.path).href, external: true, sideEffects: false };
    });
  },
};

/**
 * Bundles `file` and imports it afresh, so that an edited file is seen. Stacks name the lines of the source.
 * @throws TypeScriptLoadError when it does not compile; else whatever the module throws
 */
export const loadTypeScript = async (file: string): Promise<Record<string, unknown>> => {
  const { build } = await import('esbuild');
  const folder = await mkdtemp(join(tmpdir(), 'gradus-load-'));
  try {
    const outfile = join(folder, `${basename(file).replace(/\.[cm]?ts$/, '')}.mjs`);
    const result = await build({
      entryPoints: [file],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      conditions: ['@gradus/source'],
      sourcemap: 'inline',
      write: false,
      logLevel: 'silent',
      plugins: [externalPackages],
    }).catch((error: unknown) => {
      throw error instanceof Error && 'errors' in error ? new TypeScriptLoadError(error as BuildFailure) : error;
    });
    await writeFile(outfile, result.outputFiles[0]!.contents);
    process.setSourceMapsEnabled(true);
    return (await import(pathToFileURL(outfile).href)) as Record<string, unknown>;
  } finally {
    process.setSourceMapsEnabled(false);
    await rm(folder, { recursive: true, force: true });
  }
};
