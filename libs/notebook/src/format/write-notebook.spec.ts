import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { executeNotebook } from '../execute-notebook.ts';
import { nbformatMistakes } from '../testing/nbformat-rules.ts';
import { pythonWith } from '../testing/python.ts';
import { scratch } from '../testing/scratch.ts';
import { readNotebook } from './read-notebook.ts';
import { notebookText, writeNotebook } from './write-notebook.ts';

const python = pythonWith('nbformat');

describe('writeNotebook', () => {
  const { path, notebook } = scratch();

  /** Every kind of cell and output that a run can leave. */
  const executed = async (): Promise<string> => {
    const output = path('executed.ipynb');
    const input = notebook('input.ipynb', [
      { type: 'markdown', source: '# Title\n\ntext' },
      { source: 'let n = 1;', tags: ['parameters'] },
      'console.log(n); console.error(n); n',
      'await Deno.jupyter.display({ "application/json": { a: [1] }, "image/svg+xml": "<svg>\\n</svg>", "text/plain": "x" }, { raw: true })',
      '({ [Symbol.for("Jupyter.display")]: () => ({ "application/vnd.vega.v5+json": { mark: "bar" } }) })',
      '',
      'throw new Error("end")',
      '"never"',
    ]);
    await expect(executeNotebook({ notebook: input, output, parameters: { n: 2 } })).rejects.toThrow('end');
    return output;
  };

  it('writes nbformat 4.5', async () => {
    const file = await executed();
    expect(nbformatMistakes(JSON.parse(readFileSync(file, 'utf8')))).toEqual([]);
  });

  const why = python ? '' : ' (skipped: no python3 here has that package)';
  it.skipIf(!python)(`satisfies Python's nbformat${why}`, async () => {
    const file = await executed();
    const check = 'import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT))';
    expect(spawnSync(python!, ['-W', 'error', '-c', check, file], { encoding: 'utf8' }).stderr).toBe('');
  });

  it('loses nothing of what it reads', async () => {
    const read = readNotebook(await executed());
    writeFileSync(path('copy.ipynb'), notebookText(read));
    expect(readNotebook(path('copy.ipynb'))).toEqual(read);
  });

  it('makes the folder, leaves nothing beside the file, and the old one when it fails', () => {
    const file = path('new/folder/a.ipynb');
    writeNotebook(file, { metadata: {}, cells: [] });
    const before = readFileSync(file, 'utf8');
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(() => writeNotebook(file, { metadata: circular, cells: [] })).toThrow('circular');
    expect(readFileSync(file, 'utf8')).toBe(before);
    expect(readdirSync(dirname(file))).toEqual(['a.ipynb']);
  });
});
