import { describe, expect, it } from 'vitest';
import { executeNotebook } from './execute-notebook.ts';
import { saved, scratch } from './testing/scratch.ts';

const CELLS = 200;
const LINES = 50;

describe('output of a TypeScript notebook', () => {
  const { path, notebook } = scratch();

  it('stays in its own cell: 200 cells of 50 lines, an error stream, a display and a result each', async () => {
    const cell = (index: number) => `
      for (let line = 0; line < ${LINES}; line += 1) console.log("cell ${index} line", String(line));
      console.error("warning ${index}");
      await Deno.jupyter.broadcast("display_data", { data: { "text/plain": "display ${index}" }, metadata: {}, transient: {} });
      "result ${index}"`;
    const input = notebook(
      'many.ipynb',
      Array.from({ length: CELLS }, (_, index) => cell(index)),
    );
    const output = path('many.out.ipynb');
    expect((await executeNotebook({ notebook: input, output })).cells).toBe(CELLS);
    const wrong = saved(output).cells.flatMap(({ outputs }, index) => {
      const text = (name: string) =>
        outputs.flatMap((each) => ('name' in each && each.name === name ? (each.text ?? []) : [])).join('');
      const data = (type: string) =>
        outputs.flatMap((each) => (each.output_type === type ? [String(each.data?.['text/plain'])] : []));
      const lines = Array.from({ length: LINES }, (_, line) => `cell ${index} line ${line}\n`).join('');
      const good =
        text('stdout') === lines &&
        text('stderr') === `warning ${index}\n` &&
        data('display_data').join() === `display ${index}` &&
        data('execute_result').length === 1 &&
        data('execute_result')[0]!.includes(`result ${index}`);
      return good ? [] : [{ index, outputs }];
    });
    expect(wrong).toEqual([]);
  }, 120_000);
});
