/** Shows a run of a notebook in a log: plain lines as the notebook printed them, so that metric patterns find them. */
import { stripVTControlCharacters } from 'node:util';
import { formatDuration } from '@gradus/core';
import type { OnOutput } from '../events.ts';
import { outputText } from '../notebook-printer.ts';

/** A listener for `executeNotebook` that writes text to `write`. */
export const logPrinter = (write: (text: string) => void): OnOutput => {
  let atLineStart = true;
  const text = (chunk: string) => {
    if (chunk === '') return;
    write(chunk);
    atLineStart = chunk.endsWith('\n');
  };
  const line = (content: string) => text(`${atLineStart ? '' : '\n'}${content}\n`);
  return (event) => {
    switch (event.type) {
      case 'run-start':
        return line(`${event.kernel} kernel, ${event.cells} code cells`);
      case 'cell-start':
        return line(`[cell ${event.cell.number}/${event.cell.count}] ${event.source.trim().split('\n')[0]}`);
      case 'output':
      case 'update':
        return text(stripVTControlCharacters(outputText(event.output)));
      case 'cell-end':
        return line(
          `[cell ${event.cell.number}/${event.cell.count}] ${event.failed ? 'failed' : 'done'} in ${formatDuration(event.durationMs)}`,
        );
      case 'markdown':
      case 'clear':
        return undefined;
    }
  };
};
