/** Which command a training job's program is: a script of Python, a module of a package, or one for the shell, as the training toolkit says. */
import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { requirementsNear } from '@gradus/python';
import { errors } from '../errors.ts';

/**
 * The program's file: a path inside the code, or the name of a module with dots.
 * @throws GradusError PROGRAM_NOT_FOUND
 */
export const programPath = (code: string, program: string): string => {
  const names = [program, `${program.replaceAll('.', '/')}.py`].map((name) => resolve(code, name));
  const path = names.find((name) => !relative(code, name).startsWith('..') && existsSync(name));
  if (path !== undefined) return path;
  throw errors.make('PROGRAM_NOT_FOUND', `The code of the job holds no ${program}`, {
    got: program,
    remedy:
      'sagemaker_program is the path of the notebook or the program inside the archive of sagemaker_submit_directory.',
  });
};

/**
 * The program with what runs it, to be started in the folder of the code.
 * @param file from {@link programPath}
 * @param python makes an interpreter with these packages
 * @throws GradusError as `requirementsNear`
 */
export const programCommand = async (
  code: string,
  file: string,
  python: (requirements: readonly string[]) => Promise<string>,
): Promise<readonly string[]> => {
  const path = relative(code, file);
  if (!file.endsWith('.py')) {
    await chmod(file, 0o755);
    return ['/bin/sh', '-c', `./${path} "$@"`, path];
  }
  const interpreter = await python(requirementsNear(file, code) ?? []);
  // The code is a package: its program is one of its modules.
  return existsSync(join(code, 'setup.py'))
    ? [interpreter, '-m', path.replace(/\.py$/, '').replaceAll('/', '.')]
    : [interpreter, path];
};
