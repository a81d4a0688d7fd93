/** Which Python packages this machine has for specs that need them. */
import { spawnSync } from 'node:child_process';
import { findKernelspec } from '../kernel/kernelspec.ts';

/** The Python of the `python3` kernel, or `python3`; undefined where it cannot import the package. */
export const pythonWith = (name: string): string | undefined => {
  let python = 'python3';
  try {
    python = findKernelspec('python3', process.env).argv[0]!;
  } catch {
    // No kernel is installed: the plain one may still have the package.
  }
  return spawnSync(python, ['-c', `import ${name}`]).status === 0 ? python : undefined;
};
