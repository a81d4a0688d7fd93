/** A TypeScript program as the code of a training job: one file that Node runs, the same bytes for the same sources. */
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { errors } from './errors.ts';
import { pack, type SourceBundle } from './source-bundle.ts';

export interface ScriptBundle extends SourceBundle {
  /** The program inside the archive, for `sagemaker_program`. */
  readonly program: string;
}

/** Packages are the image's; ours, which are TypeScript, go into the file. */
const imagePackages: Plugin = {
  name: 'image-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@gradus/') ? undefined : { path, external: true },
    );
  },
};

/** The training toolkit runs what is not Python by the shell. */
const SHEBANG = '#!/usr/bin/env node\n';

/**
 * @param entry the TypeScript file; what it imports from packages is looked for in the image when it runs
 * @throws GradusError SCRIPT_BROKEN with the place
 */
export const bundleScript = async (entry: string): Promise<ScriptBundle> => {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: dirname(entry),
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@gradus/source'],
    write: false,
    logLevel: 'silent',
    plugins: [imagePackages],
  }).catch((cause: unknown) => {
    const [first] =
      (cause as { errors?: { text: string; location: { file: string; line: number } | null }[] }).errors ?? [];
    if (!first) throw cause;
    const where = first.location ? `${first.location.file}:${first.location.line}: ` : '';
    throw errors.make('SCRIPT_BROKEN', `${basename(entry)} does not compile: ${where}${first.text}`, { cause });
  });
  const program = `${basename(entry).replace(/\.[cm]?[jt]s$/, '')}.mjs`;
  const staged = await mkdtemp(join(tmpdir(), 'gradus-script-'));
  try {
    await writeFile(join(staged, program), SHEBANG + outputFiles[0]!.text);
    await chmod(join(staged, program), 0o755);
    const archive = await pack(staged, [program]);
    return { archive, program, sha256: createHash('sha256').update(archive).digest('hex') };
  } finally {
    await rm(staged, { recursive: true });
  }
};
