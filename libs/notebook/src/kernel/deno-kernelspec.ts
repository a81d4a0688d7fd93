/** The built-in TypeScript kernel: Deno's, from the npm package of this platform. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { errors } from '../errors.ts';
import type { Kernelspec } from './kernelspec.ts';

export const DENO_KERNEL = 'deno';

const platformPackage = () =>
  `@deno/${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}`;

/**
 * Deno's own program. The `deno` command of npm can be a wrapper that starts it and does not pass signals on.
 * @throws GradusError KERNEL_UNAVAILABLE
 */
const denoBinary = (): string => {
  const require = createRequire(import.meta.url);
  const name = platformPackage();
  try {
    const fromDeno = createRequire(require.resolve('deno/package.json'));
    const binary = join(dirname(fromDeno.resolve(`${name}/package.json`)), 'deno');
    if (existsSync(binary)) return binary;
  } catch {
    // Said below: npm leaves out optional packages of a platform without an error.
  }
  throw errors.make(
    'KERNEL_UNAVAILABLE',
    `The TypeScript kernel needs the npm package ${name}, which is not installed`,
    {
      got: `${process.platform} ${process.arch}`,
      remedy: 'Run `npm ci` without `--omit=optional`; Deno has no npm package for musl libc.',
    },
  );
};

/** The specification that `deno jupyter --install` would write, made in memory. */
export const denoKernelspec = (): Kernelspec => ({
  name: DENO_KERNEL,
  displayName: 'Deno',
  language: 'typescript',
  argv: [denoBinary(), 'jupyter', '--kernel', '--conn', '{connection_file}'],
  env: { DENO_NO_UPDATE_CHECK: '1' },
});
