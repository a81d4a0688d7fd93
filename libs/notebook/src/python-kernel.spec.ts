import { describe, expect, it } from 'vitest';
import { executeNotebook } from './execute-notebook.ts';
import { pythonWith } from './testing/python.ts';
import { saved, scratch, textOf } from './testing/scratch.ts';

const absent = !pythonWith('ipykernel');
const why = absent ? ' (skipped: no python3 kernel with ipykernel is installed here)' : '';

describe.skipIf(absent)(`executeNotebook with the Python kernel${why}`, () => {
  const { path, notebook } = scratch();
  const output = path('out.ipynb');

  it('runs, with parameters and output in its own cell', async () => {
    const input = notebook(
      'in.ipynb',
      [
        { source: 'limit: int = 1\nnames = None', tags: ['parameters'] },
        'print(limit, names)',
        'from IPython.display import display, clear_output\nh = display("a", display_id=True)\nh.update("b")',
        'print("gone"); clear_output(); print("stays")',
        'import os; os.system("echo child")\n1',
        ...Array.from({ length: 50 }, (_, index) => `for i in range(50): print(${index}, i)`),
      ],
      'python3',
    );
    await executeNotebook({ notebook: input, output, parameters: { limit: 5, names: ['x', null, true] } });
    const { cells } = saved(output);
    expect(textOf(cells[2])).toBe("5 ['x', None, True]\n");
    expect(cells[3]!.outputs).toMatchObject([{ data: { 'text/plain': ["'b'"] } }]);
    expect(textOf(cells[4])).toBe('stays\n');
    expect(textOf(cells[5])).toContain('child\n');
    const wrong = cells.slice(6).filter((cell, index) => {
      return textOf(cell) !== Array.from({ length: 50 }, (_, line) => `${index} ${line}\n`).join('');
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    ['an error', 'def f():\n  1 / 0\n\nf()', 'line 2: ZeroDivisionError: division by zero'],
    ['a syntax error', 'a = 1\nb = = 2', 'line 2: SyntaxError'],
    ['an end of the kernel', 'import os; os._exit(7)', 'exit code 7'],
  ])('fails with the place and the message at %s', async (_, source, text) => {
    const input = notebook('bad.ipynb', ['1', source], 'python3');
    await expect(executeNotebook({ notebook: input, output })).rejects.toThrow(text);
  });
});
