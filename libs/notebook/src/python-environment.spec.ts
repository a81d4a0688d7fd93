import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { executeNotebook } from './execute-notebook.ts';
import { pythonWith } from './testing/python.ts';
import { saved, scratch, textOf } from './testing/scratch.ts';

const python = pythonWith('ipykernel');
const why = python ? '' : ' (skipped: no python3 kernel with ipykernel is installed here)';

describe.skipIf(!python)(`a Python notebook with an environment of its own${why}`, () => {
  const { path, notebook } = scratch();
  const output = path('out.ipynb');
  const asked: (readonly string[])[] = [];
  const make = async (requirements: readonly string[]): Promise<string> => {
    asked.push(requirements);
    return python!;
  };

  it('runs on what requirements.txt asks for, and a kernel', async () => {
    writeFileSync(path('requirements.txt'), 'six==1.17.0\n');
    const input = notebook('in.ipynb', ['import os, sys; print(sys.executable)'], 'python3');
    await executeNotebook({ notebook: input, output, python: make });
    expect(asked).toEqual([['ipykernel>=6.29,<8', 'six==1.17.0']]);
    expect(textOf(saved(output).cells[0])).toContain('python');
    expect(saved(output).metadata['kernelspec']).toMatchObject({ name: 'python3', language: 'python' });
  });

  it('runs a notebook of a kernel that is not installed here, when that is of Python', async () => {
    writeFileSync(path('requirements.txt'), 'ipykernel==7.4.0\n');
    const input = notebook('venv.ipynb', ['1'], 'my-project');
    await expect(executeNotebook({ notebook: input, output, python: make })).rejects.toMatchObject({
      code: 'KERNEL_UNKNOWN',
    });
    const json = JSON.parse(readFileSync(input, 'utf8')) as { metadata: { kernelspec: Record<string, string> } };
    json.metadata.kernelspec['language'] = 'python';
    writeFileSync(input, JSON.stringify(json));
    await executeNotebook({ notebook: input, output, python: make });
    expect(asked.at(-1)).toEqual(['ipykernel==7.4.0']);
  });
});
