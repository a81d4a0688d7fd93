/** Shows a run of a notebook on a terminal as it goes. */
import { stripVTControlCharacters, styleText } from 'node:util';
import { formatDuration } from '@gradus/core';
import type { NotebookEvent, OnOutput } from './events.ts';
import type { MimeBundle, Output } from './format/notebook.ts';

export interface NotebookPrinterOptions {
  /** Where the lines go, e.g. `process.stdout`. */
  readonly stream: { write(text: string): unknown };
  readonly color: boolean;
}

const INDENT = '    ';

const size = (value: unknown): string => {
  const bytes = Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
  return bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 * 1024
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
};

/** What a terminal can show of a bundle: a note for a picture or a page, below what was drawn in characters, else its plain text. */
export const bundleText = (data: MimeBundle): string => {
  const text = data['text/plain'];
  const types = Object.keys(data);
  const picture = types.find((mime) => mime.startsWith('image/'));
  if (picture !== undefined) {
    const note = `[plot: ${picture}, ${size(data[picture])}]`;
    // One line is only the picture's name, such as matplotlib's `<Figure size 640x480 with 1 Axes>`.
    return typeof text === 'string' && text.trim().includes('\n') ? `${text.trimEnd()}\n${note}` : note;
  }
  if (typeof text === 'string') return text;
  const markdown = data['text/markdown'];
  if (typeof markdown === 'string') return markdown;
  const rich = types[0];
  return rich === undefined ? '[nothing]' : `[display: ${rich}, ${size(data[rich])}]`;
};

/** Errors of the language itself: most often bugs, whose place is worth a look. */
const LANGUAGE_ERRORS = /^(?:Aggregate|Eval|Range|Reference|Syntax|Type|URI)?Error$/;

/**
 * An output as text. An error of a class of its own speaks to whoever runs the notebook: its frames stay in the executed
 * notebook.
 */
export const outputText = (output: Output): string => {
  if (output.output_type === 'stream') return output.text;
  if (output.output_type !== 'error') return `${bundleText(output.data)}\n`;
  const lines = output.traceback.join('\n').trimEnd().split('\n');
  const bug = LANGUAGE_ERRORS.test(output.ename);
  const traceback = lines.filter((line) => bug || !/^ +at /.test(stripVTControlCharacters(line))).join('\n');
  return `${traceback === '' ? `${output.ename}: ${output.evalue}` : traceback}\n`;
};

/**
 * A listener for `executeNotebook` that prints headings, the first line of each cell, its outputs as they come, indented,
 * and how long it took.
 */
export const notebookPrinter = ({ stream, color }: NotebookPrinterOptions): OnOutput => {
  type Style = Parameters<typeof styleText>[0];
  const paint = (style: Style, text: string) => (color ? styleText(style, text, { validateStream: false }) : text);
  let atLineStart = true;

  const indented = (text: string, style?: Style) => {
    const shown = color ? text : stripVTControlCharacters(text);
    for (const part of shown.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
      const line = part.replace(/\n$/, '');
      stream.write((atLineStart && line !== '' ? INDENT : '') + (style && line !== '' ? paint(style, line) : line));
      atLineStart = part.endsWith('\n');
      if (atLineStart) stream.write('\n');
    }
  };
  const line = (text: string) => {
    if (!atLineStart) stream.write('\n');
    atLineStart = true;
    stream.write(`${text}\n`);
  };

  return (event: NotebookEvent) => {
    switch (event.type) {
      case 'run-start':
        return line(paint('dim', `${event.kernel} kernel, ${event.cells} code cells`));
      case 'markdown': {
        const heading = event.source.split('\n').find((text) => /^#{1,6} /.test(text));
        return heading === undefined ? undefined : line(`\n${paint('bold', heading.replace(/^#+ /, ''))}`);
      }
      case 'cell-start': {
        const lines = event.source.trim().split('\n');
        const rest = lines.length > 1 ? paint('dim', ` … ${lines.length} lines`) : '';
        return line(`${paint('cyan', `[${event.cell.number}/${event.cell.count}]`)} ${lines[0]}${rest}`);
      }
      case 'output':
      case 'update': {
        const { output } = event;
        const alarming =
          output.output_type === 'error' || (output.output_type === 'stream' && output.name === 'stderr');
        return indented(outputText(output), alarming ? (output.output_type === 'error' ? 'red' : 'yellow') : undefined);
      }
      case 'cell-end': {
        const mark = event.failed ? paint('red', '✗') : paint('green', '✓');
        return line(`${INDENT}${mark} ${paint('dim', formatDuration(event.durationMs))}`);
      }
      case 'clear':
        return undefined;
    }
  };
};
