import { describe, expect, it } from 'vitest';
import type { NotebookEvent } from './events.ts';
import { logPrinter } from './container/log-printer.ts';
import { bundleText, notebookPrinter, outputText } from './notebook-printer.ts';

const cell = { number: 2, count: 3 };
const stream = (text: string, name: 'stdout' | 'stderr' = 'stdout') =>
  ({ type: 'output', cell, output: { output_type: 'stream', name, text } }) as const;
const display = (data: Record<string, unknown>) =>
  ({ type: 'output', cell, output: { output_type: 'display_data', data, metadata: {} } }) as const;

const events: NotebookEvent[] = [
  { type: 'run-start', notebook: '/a.ipynb', kernel: 'Deno', cells: 3 },
  { type: 'markdown', source: 'words\n## Train\nmore' },
  { type: 'cell-start', cell, source: '\ntrain();\nsave();\n' },
  stream('loss='),
  stream('\u001b[33m0.5\u001b[39m\nhalf'),
  stream('careful', 'stderr'),
  display({ 'image/svg+xml': 'x'.repeat(3000), 'text/plain': 'plot' }),
  display({ 'application/vnd.vega.v5+json': { a: 1 } }),
  { type: 'output', cell, output: { output_type: 'error', ename: 'E', evalue: 'v', traceback: [] } },
  { type: 'clear', cell, wait: false },
  { type: 'cell-end', cell, durationMs: 1234, failed: true },
];

describe('bundleText', () => {
  it('shows a plot that is drawn in characters as well', () => {
    const drawn = { 'image/svg+xml': '<svg/>', 'text/plain': 'Popularity\n█▅▂▁\nusers by movies' };
    expect(bundleText(drawn)).toBe('Popularity\n█▅▂▁\nusers by movies\n[plot: image/svg+xml, 6 B]');
  });
});

describe('notebookPrinter', () => {
  const print = (color: boolean) => {
    let text = '';
    const listener = notebookPrinter({ stream: { write: (part) => (text += part) }, color });
    for (const event of events) listener(event);
    return text;
  };

  it('shows headings, the first line of a cell, its outputs indented, and its time', () => {
    expect(print(false)).toBe(
      [
        'Deno kernel, 3 code cells',
        '\nTrain',
        '[2/3] train(); … 2 lines',
        '    loss=0.5',
        '    halfcareful[plot: image/svg+xml, 3 KB]',
        '    [display: application/vnd.vega.v5+json, 7 B]',
        '    E: v',
        '    ✗ 1.2s\n',
      ].join('\n'),
    );
  });

  it('keeps colours only where they are wanted', () => {
    expect(print(true)).toContain('\u001b[33m0.5\u001b[39m');
    expect(print(false)).not.toContain('\u001b');
  });
});

describe('outputText', () => {
  const traceback = [
    '\u001b[31mUncaught\u001b[39m BadRow: line 3',
    '    at read (file:///films/read.ts:4:5)',
    '    at <anonymous>:9:25',
  ];
  const failed = (ename: string) => outputText({ output_type: 'error', ename, evalue: 'line 3', traceback });

  it('shows the message of an error that speaks to its user, and the frames of what looks like a bug', () => {
    expect(failed('BadRow')).toBe(`${traceback[0]}\n`);
    expect(failed('TypeError')).toBe(`${traceback.join('\n')}\n`);
    expect(failed('Error')).toContain('    at ');
  });
});

describe('logPrinter', () => {
  it('leaves lines as the notebook printed them', () => {
    let text = '';
    const listener = logPrinter((part) => (text += part));
    for (const event of events) listener(event);
    expect(text.split('\n')).toEqual([
      'Deno kernel, 3 code cells',
      '[cell 2/3] train();',
      'loss=0.5',
      'halfcareful[plot: image/svg+xml, 3 KB]',
      '[display: application/vnd.vega.v5+json, 7 B]',
      'E: v',
      '[cell 2/3] failed in 1.2s',
      '',
    ]);
  });
});
