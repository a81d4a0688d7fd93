/** The Python part of a model's code: what serves, as the inference images of AWS and ours find it, and the helper of jobs. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { promisify } from 'node:util';
import { errors } from './errors.ts';
import { JOB_HELPER, jobHelper } from './job-helper.ts';

const run = promisify(execFile);

/** Whether anything in a model's folder is for Python; a Python notebook alone shows by its `requirements.txt`. */
export const hasPython = (files: readonly string[]): boolean =>
  files.some((file) => file.endsWith('.py') || posix.basename(file) === 'requirements.txt');

/**
 * Copies what `inference.py` needs into `target`: the modules of its folder, and the `requirements.txt` nearest to it.
 * @param folder the folder of `model.ts`
 * @param files the files of the model, relative
 * @returns the copied files, relative to `target`, sorted
 * @throws GradusError PREDICT_BROKEN
 */
export const copyInference = async (
  folder: string,
  files: readonly string[],
  entry: string,
  target: string,
): Promise<string[]> => {
  const path = posix.normalize(entry);
  const home = posix.dirname(path);
  await checkInference(join(folder, path), path);
  const inside = (file: string): boolean => home === '.' || file.startsWith(`${home}/`);
  const copied = new Map(
    files.filter((file) => file.endsWith('.py') && inside(file)).map((file) => [posix.relative(home, file), file]),
  );
  copied.set(posix.basename(path), path);
  for (let above = home; ; above = posix.dirname(above)) {
    const requirements = posix.join(above, 'requirements.txt');
    if (files.includes(requirements)) copied.set('requirements.txt', requirements);
    if (files.includes(requirements) || above === '.') break;
  }
  for (const [name, file] of copied) {
    await mkdir(dirname(join(target, name)), { recursive: true });
    await copyFile(join(folder, file), join(target, name));
  }
  return [...copied.keys()].sort();
};

/** What Python says of it is heard before anything is made; where there is no Python, the text alone is looked at. */
const checkInference = async (file: string, name: string): Promise<void> => {
  const source = await readFile(file, 'utf8').catch(() => undefined);
  if (source === undefined) throw errors.make('PREDICT_BROKEN', `there is no ${name}`, { got: name });
  if (!/^(?:async\s+)?def\s+model_fn\b|^model_fn\s*=|\bimport\b.*\bmodel_fn\b/m.test(source)) {
    throw errors.make('PREDICT_BROKEN', `${name} does not define model_fn`, {
      got: [...source.matchAll(/^def\s+(\w+)/gm)].map(([, defined]) => defined),
      allowed: ['model_fn', 'input_fn', 'predict_fn', 'output_fn'],
      remedy: 'Define model_fn(model_dir), which loads the model; the other three have defaults.',
    });
  }
  const program = process.env['GRADUS_PYTHON'] || 'python3';
  const check = 'import ast, sys; ast.parse(open(sys.argv[1], encoding="utf-8").read(), sys.argv[2])';
  await run(program, ['-I', '-c', check, file, name]).catch((cause: unknown) => {
    const said = (cause as { stderr?: string }).stderr?.trim();
    if (!said) return; // no Python here
    const line = [...said.matchAll(/, line (\d+)/g)].at(-1)?.[1]; // the traceback of the check itself comes first
    const last = said.split('\n').at(-1)!;
    const where = line === undefined ? name : `${name}:${line}`;
    throw errors.make('PREDICT_BROKEN', `the inference module does not compile: ${where}: ${last}`, { cause });
  });
};

/** Puts the helper of jobs beside the code, unless the model has one of that name. */
export const addJobHelper = async (files: readonly string[], target: string): Promise<string[]> => {
  if (files.includes(JOB_HELPER)) return [];
  await copyFile(jobHelper, join(target, JOB_HELPER));
  return [JOB_HELPER];
};
