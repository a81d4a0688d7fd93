/** The Python kernel of an environment that was made for a notebook. */
import type { Kernelspec } from './kernelspec.ts';

/** What the environment of a kernel has besides what the notebook asks for. */
export const IPYKERNEL = 'ipykernel>=6.29,<8';

/** The specification that ipykernel would install there, made in memory. */
export const pythonKernelspec = (name: string, python: string): Kernelspec => ({
  name,
  displayName: 'Python 3',
  language: 'python',
  argv: [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
  env: {},
});
