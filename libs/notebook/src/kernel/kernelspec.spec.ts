import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratch } from '../testing/scratch.ts';
import { findKernelspec, kernelNames } from './kernelspec.ts';

describe('kernelspec', () => {
  const { path } = scratch();
  const env = {
    JUPYTER_PATH: path('first'),
    JUPYTER_DATA_DIR: path('second'),
    VIRTUAL_ENV: path('venv'),
    HOME: path('home'),
  };
  const install = (folder: string, name: string, spec: unknown) => {
    const file = join(path(folder), 'kernels', name, 'kernel.json');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof spec === 'string' ? spec : JSON.stringify(spec));
  };
  const ir = { argv: ['R', '{resource_dir}/x', '{connection_file}'], display_name: 'R', language: 'R' };
  install('first', 'ir', ir);
  install('second', 'ir', { ...ir, display_name: 'R of the second folder' });
  install('second', 'julia', { ...ir, language: 'julia', env: { A: 'b' } });
  install('second', 'broken', '{ "argv": ');
  install('venv/share/jupyter', 'python3', { argv: ['python', '-m', 'ipykernel_launcher'], language: 'python' });
  mkdirSync(path('venv/bin'), { recursive: true });
  writeFileSync(path('venv/bin/python'), '');

  it('takes the first folder that has it, and fills in its own place', () => {
    const found = findKernelspec('ir', env);
    expect(found.displayName).toBe('R');
    expect(found.argv[1]).toBe(join(path('first'), 'kernels/ir/x'));
    expect(findKernelspec('julia', env)).toMatchObject({ language: 'julia', env: { A: 'b' } });
  });

  it('runs the Python of the environment that the specification is of', () => {
    expect(findKernelspec('python3', env).argv[0]).toBe(path('venv/bin/python'));
  });

  it('has Deno built in', () => {
    expect(findKernelspec('deno', {})).toMatchObject({
      language: 'typescript',
      argv: expect.arrayContaining(['jupyter']) as string[],
    });
  });

  it('names the near match and the list when it is unknown', () => {
    expect(kernelNames(env)).toEqual(expect.arrayContaining(['broken', 'deno', 'ir', 'julia', 'python3']));
    expect(() => findKernelspec('julai', env)).toThrow(
      expect.objectContaining({ code: 'KERNEL_UNKNOWN', allowed: kernelNames(env), remedy: 'Did you mean "julia"?' }),
    );
    expect(() => findKernelspec('../kernels/ir', env)).toThrow(expect.objectContaining({ code: 'KERNEL_UNKNOWN' }));
  });

  it('says which file is broken', () => {
    const got = join(path('second'), 'kernels/broken/kernel.json');
    expect(() => findKernelspec('broken', env)).toThrow(expect.objectContaining({ code: 'KERNEL_UNAVAILABLE', got }));
  });
});
