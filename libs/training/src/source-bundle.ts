/** The code of a training job: the model's folder and the code that will serve as one archive, the same bytes for the same files. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { errors } from './errors.ts';
import { addJobHelper, copyInference, hasPython } from './python-code.ts';

const run = promisify(execFile);

export interface SourceBundle {
  readonly archive: Buffer;
  /** Hash of the archive, hex. */
  readonly sha256: string;
}

/** What is never part of a model's code, where git does not say. */
const LEFT_OUT = new Set([
  ...['node_modules', 'dist', 'output', '.gradus', '.git', '.ipynb_checkpoints'],
  ...['.venv', '__pycache__'],
]);

/** The folder inside the archive whose files become `code/` of the artifact. */
const MODEL_CODE = 'model-code';

/**
 * @param folder the folder of `model.ts`
 * @param predict the predict module, relative to it
 * @throws GradusError PREDICT_BROKEN
 */
export async function bundleSource(folder: string, predict: string): Promise<SourceBundle> {
  const files = await sourceFiles(folder);
  const staged = await mkdtemp(join(tmpdir(), 'gradus-source-'));
  try {
    for (const file of files) {
      await mkdir(dirname(join(staged, file)), { recursive: true });
      await copyFile(join(folder, file), join(staged, file)); // what a link points at, not the link
    }
    const serving = await servingCode(folder, files, predict, join(staged, MODEL_CODE));
    const helper = hasPython(files) ? await addJobHelper(files, staged) : [];
    const archive = await pack(staged, [...files, ...serving.map((file) => `${MODEL_CODE}/${file}`), ...helper].sort());
    return { archive, sha256: createHash('sha256').update(archive).digest('hex') };
  } finally {
    await rm(staged, { recursive: true });
  }
}

/** Makes what becomes `code/` of the artifact. */
async function servingCode(folder: string, files: string[], predict: string, target: string): Promise<string[]> {
  if (predict.endsWith('.py')) return copyInference(folder, files, predict, target);
  await bundlePredict(folder, predict, join(target, 'predict.mjs'));
  return ['predict.mjs'];
}

/** The files of a folder, relative, sorted: what git tracks or would track, else all but what is made. */
async function sourceFiles(folder: string): Promise<string[]> {
  const listed = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '.'], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  }).then(
    ({ stdout }) => stdout.split('\0').filter(Boolean),
    () => undefined, // no git, or no repository
  );
  const files = listed ?? (await walk(folder, ''));
  const present = await Promise.all(files.map(async (file) => ((await isFile(join(folder, file))) ? [file] : [])));
  return present.flat().sort();
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );

async function walk(folder: string, prefix: string): Promise<string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  const found: string[][] = [];
  for (const entry of entries.filter(({ name }) => !LEFT_OUT.has(name))) {
    const path = join(prefix, entry.name);
    found.push(entry.isDirectory() ? await walk(folder, path) : [path]);
  }
  return found.flat();
}

/** One ESM file without imports of ours, so that the artifact serves by itself. */
async function bundlePredict(folder: string, entry: string, outfile: string): Promise<void> {
  const { build } = await import('esbuild');
  try {
    const { metafile } = await build({
      // Paths in the bundle's comments are relative to it, wherever the command runs.
      absWorkingDir: folder,
      entryPoints: [join(folder, entry)],
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      conditions: ['@gradus/source'],
      metafile: true,
      logLevel: 'silent',
    });
    const exported = Object.values(metafile.outputs)[0]?.exports ?? [];
    const missing = ['load', 'predict'].filter((name) => !exported.includes(name));
    if (missing.length > 0 && !exported.includes('default')) {
      throw errors.make('PREDICT_BROKEN', `${entry} does not export ${missing.join(' and ')}`, {
        got: exported,
        allowed: ['load', 'predict'],
        remedy: 'Export load(modelDir) and predict(input, model).',
      });
    }
  } catch (error) {
    const [first] =
      (error as { errors?: { text: string; location: { file: string; line: number } | null }[] }).errors ?? [];
    if (!first) throw error;
    const where = first.location ? `${first.location.file}:${first.location.line}: ` : '';
    throw errors.make('PREDICT_BROKEN', `the predict module does not compile: ${where}${first.text}`, { cause: error });
  }
}

/** The files of a folder as an archive. */
export async function pack(folder: string, files: string[]): Promise<Buffer> {
  const { create } = await import('tar');
  const archive = join(folder, '..', `${folder.split('/').at(-1)}.tar.gz`);
  try {
    // Portable and without times: the same files give the same bytes on every machine.
    await create({ file: archive, cwd: folder, gzip: true, portable: true, noMtime: true, mtime: new Date(0) }, files);
    return await readFile(archive);
  } finally {
    await rm(archive, { force: true });
  }
}
