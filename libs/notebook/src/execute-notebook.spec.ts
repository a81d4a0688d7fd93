import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NotebookEvent } from './events.ts';
import { executeNotebook, type ExecuteNotebookOptions } from './execute-notebook.ts';
import { saved, scratch, textOf, type CellSource } from './testing/scratch.ts';

describe('executeNotebook with the TypeScript kernel', () => {
  const { path, notebook } = scratch();
  let runs = 0;
  const run = async (cells: readonly (string | CellSource)[], options: Partial<ExecuteNotebookOptions> = {}) => {
    runs += 1;
    const output = path(`out/${runs}.ipynb`);
    const events: NotebookEvent[] = [];
    const onOutput = (event: NotebookEvent) => void events.push(event);
    const input = notebook(`${runs}.ipynb`, cells);
    const error = await executeNotebook({ notebook: input, output, onOutput, ...options }).then(
      () => undefined,
      (reason: unknown) => reason as Error,
    );
    return { error, events, ...saved(output) };
  };

  it('keeps each output whole, in its own cell, with counts and times', async () => {
    const { error, events, cells, metadata } = await run([
      { type: 'markdown', source: '# Title' },
      'console.log("out"); console.error("err"); process.stdout.write("written\\n"); 6 * 7',
      'Deno.jupyter.svg`<svg>\n</svg>`',
      'await Deno.jupyter.broadcast("display_data", { data: { "text/plain": "1" }, metadata: {}, transient: { display_id: "p" } })',
      'await Deno.jupyter.broadcast("update_display_data", { data: { "text/plain": "2" }, metadata: {}, transient: { display_id: "p" } })',
      'await Deno.jupyter.display({ "image/png": "iVBORw0KGgo=", "text/html": "<i>x</i>" }, { raw: true })',
      '   ',
      { source: 'throw new Error("not run")', tags: ['skip-execution'] },
      { source: 'throw new Error("expected")', tags: ['raises-exception'] },
    ]);
    expect(error).toBeUndefined();
    expect(cells.map((cell) => cell.execution_count ?? null)).toEqual([null, 1, 2, 3, 4, 5, null, null, 6]);
    expect(cells[1]!.outputs).toMatchObject([
      { output_type: 'stream', text: ['out\n'] },
      { output_type: 'stream', text: ['err\n'] },
      { output_type: 'stream', text: ['written\n'] },
      { output_type: 'execute_result', execution_count: 1 },
    ]);
    expect(cells[2]!.outputs).toMatchObject([{ data: { 'image/svg+xml': ['<svg>\n', '</svg>'] } }]);
    expect(cells[3]!.outputs).toMatchObject([{ output_type: 'display_data', data: { 'text/plain': ['2'] } }]);
    expect(cells[5]!.outputs).toMatchObject([{ data: { 'image/png': 'iVBORw0KGgo=', 'text/html': ['<i>x</i>'] } }]);
    expect(cells[8]!.outputs).toMatchObject([{ output_type: 'error', evalue: 'expected' }]);
    expect(cells[1]!.metadata.papermill).toMatchObject({
      status: 'completed',
      exception: false,
      duration: expect.any(Number) as number,
    });
    expect(metadata.papermill).toMatchObject({ exception: false, parameters: {} });
    expect(metadata['language_info']).toMatchObject({ name: 'typescript' });
    expect(events[0]).toMatchObject({ type: 'run-start', cells: 8 });
    expect(events.filter(({ type }) => type === 'cell-end')).toHaveLength(6);
  });

  it('gives parameters that override let and const, again on a second run', async () => {
    const cells = [
      { source: 'let n: number = 1;\nconst who = "nobody";', tags: ['parameters'] },
      'console.log(n, who)',
    ];
    const first = await run(cells, { parameters: { n: 7, who: "it's" } });
    expect(textOf(first.cells[2])).toBe("7 it's\n");
    const output = path('again.ipynb');
    await executeNotebook({ notebook: path(`out/${runs}.ipynb`), output, parameters: { n: 8 } });
    const again = saved(output);
    expect(again.cells).toHaveLength(3);
    expect(textOf(again.cells[2])).toBe('8 nobody\n');
    expect(again.metadata.papermill['parameters']).toEqual({ n: 8 });
  });

  it.each([
    [
      'an error',
      'interface A {\n  a: 1;\n}\n\n// why\nfunction f(): void {\n  throw new TypeError("bad");\n}\nf();',
      'line 7: TypeError: bad',
    ],
    [
      'an error in a function of an earlier cell',
      'type A =\n  | 1\n  | 2;\nearlier();',
      'line 4: Error: from the first cell',
    ],
    [
      'an error after an await',
      'type A = {\n  a: 1;\n};\nawait Promise.resolve();\nnull!.x;',
      'line 5: TypeError: Cannot read properties of null',
    ],
    ['a syntax error', 'const a = 1;\nconst x = ;', 'line 2, column 11: SyntaxError: Expression expected'],
    ['a thrown text', 'throw "just text"', 'cell 2 of 2: Error: just text'],
    [
      'a file that is not there',
      'import { a } from "node:path";\nimport { b } from "./nope.ts";',
      'line 2: TypeError: Module not found',
    ],
    [
      'a package that is not there',
      '\nimport lodash from "npm:no-such-package-of-gradus@1";',
      'line 2: TypeError: Cannot import "npm:no-such-package-of-gradus@1"',
    ],
  ])('fails with cell, line and message at %s', async (_, source, text) => {
    const env = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
    const { error, cells, metadata } = await run(
      ['function earlier() {\n\n\n\n\n\n\n\n  throw new Error("from the first cell");\n}', source],
      { env },
    );
    expect(error).toMatchObject({ code: 'CELL_FAILED', message: expect.stringContaining('cell 2 of 2') as string });
    expect(error?.message).toContain(text);
    expect(cells[1]!.outputs.filter(({ output_type }) => output_type === 'error')).toHaveLength(1);
    expect(cells[1]!.metadata.papermill).toMatchObject({ status: 'failed', exception: true });
    expect(metadata.papermill).toMatchObject({ exception: true });
  });

  it('says at once that the kernel ended', async () => {
    const { error, cells } = await run(['console.log("before")', 'Deno.exit(3)', 'console.log("never")']);
    expect(error).toMatchObject({ code: 'KERNEL_DIED', message: expect.stringContaining('exit code 3') as string });
    expect(textOf(cells[0])).toBe('before\n');
    expect(cells[1]!.outputs).toMatchObject([{ output_type: 'error', ename: 'KERNEL_DIED' }]);
    expect(cells[2]).toMatchObject({ outputs: [], metadata: { papermill: { status: 'pending' } } });
  });

  it('says that memory may be short when the system kills the kernel', async () => {
    const { error } = await run(['process.kill(process.pid, "SIGKILL"); await new Promise(() => undefined);']);
    expect(error).toMatchObject({ code: 'KERNEL_DIED', remedy: expect.stringContaining('memory') as string });
  });

  it.each([
    ['computes for ever', 'console.log("on"); for (;;);'],
    ['waits for ever', 'console.log("on"); await new Promise(() => undefined);'],
  ])('ends a cell that %s', async (_, source) => {
    const { error, cells } = await run([source], { cellTimeoutMs: 1500 });
    expect(error).toMatchObject({ code: 'CELL_TIMEOUT', message: 'cell 1 of 1 ran longer than the 1.5s that it may' });
    expect(textOf(cells[0])).toBe('on\n');
  });

  it('stops when told, and keeps what ran', async () => {
    const stop = new AbortController();
    const onOutput = (event: NotebookEvent) => {
      if (event.type === 'output') stop.abort();
    };
    const { error, cells } = await run(['const a = 1', 'console.log("on"); for (;;);'], {
      onOutput,
      signal: stop.signal,
    });
    expect(error).toMatchObject({ code: 'NOTEBOOK_ABORTED' });
    expect(cells[0]!.metadata.papermill).toMatchObject({ status: 'completed' });
  });

  it('resolves imports from the folder that it is given, and passes the environment on', async () => {
    const { error, cells } = await run(
      ['import { textOf } from "./scratch.ts"; console.log(typeof textOf, Deno.env.get("SM_MODEL_DIR"))'],
      { cwd: `${import.meta.dirname}/testing`, env: { SM_MODEL_DIR: '/m' } },
    );
    expect(error).toBeUndefined();
    expect(textOf(cells[0])).toBe('function /m\n');
  });

  it('refuses before anything is written', async () => {
    const input = notebook('bad.ipynb', [{ source: 'let limit = 1', tags: ['parameters'] }]);
    const output = path('refused.ipynb');
    await expect(executeNotebook({ notebook: input, output, parameters: { limt: 1 } })).rejects.toMatchObject({
      code: 'PARAMETER_UNKNOWN',
    });
    await expect(executeNotebook({ notebook: input, output, kernel: 'dino' })).rejects.toMatchObject({
      code: 'KERNEL_UNKNOWN',
      remedy: 'Did you mean "deno"?',
    });
    expect(() => readFileSync(output)).toThrow();
  });
});
