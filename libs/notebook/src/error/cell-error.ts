/** What is said when a cell fails: which cell, which line, and the message. */
import { basename } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { GradusError } from '@gradus/core';
import { errors } from '../errors.ts';
import type { ErrorOutput } from '../format/notebook.ts';
import type { Place } from './deno-diagnosis.ts';

export interface FailedCell {
  /** 1 is the first code cell. */
  readonly number: number;
  readonly count: number;
  readonly source: string;
  readonly notebook: string;
  /** Where the executed notebook lies. */
  readonly executed: string;
}

/**
 * The line of the cell that a Python traceback ends in. IPython says `Cell In[3], line 2`, or, before version 8.9,
 * `Input In [3], in <cell line: 2>()` and `<ipython-input-3-...> in <module>` with an arrow at the line.
 */
export const pythonLine = (traceback: readonly string[], executionCount: number | null): Place | undefined => {
  const text = stripVTControlCharacters(traceback.join('\n'));
  let line: number | undefined;
  for (const part of text.split(/^\s*(?=(?:Cell|Input) In|<ipython-input-)/m)) {
    const head = /^(?:(?:Cell|Input) In ?\[(\d+)\]|<ipython-input-(\d+)-)/.exec(part);
    if (!head || (executionCount !== null && Number(head[1] ?? head[2]) !== executionCount)) continue;
    const found = /^-+>\s*(\d+)/m.exec(part)?.[1] ?? /, line (\d+)/.exec(part)?.[1];
    if (found !== undefined) line = Number(found);
  }
  return line === undefined ? undefined : { line };
};

/** What the error says in one line, e.g. `TypeError: x is not a function`. */
export const errorText = ({ ename, evalue }: ErrorOutput): string => {
  const value = stripVTControlCharacters(evalue);
  return value === '' ? ename : ename === '' || value.startsWith(`${ename}:`) ? value : `${ename}: ${value}`;
};

/** `cell 3 of 8, line 2, column 5` */
export const placeText = (cell: Pick<FailedCell, 'number' | 'count'>, place?: Place): string =>
  `cell ${cell.number} of ${cell.count}` +
  (place ? `, line ${place.line}` : '') +
  (place?.column === undefined ? '' : `, column ${place.column}`);

/** The error that ends a run: `ratings.ipynb, cell 3 of 8, line 2: TypeError: x is not a function`. */
export const cellFailed = (cell: FailedCell, output: ErrorOutput, place?: Place): GradusError => {
  const line = place && cell.source.split('\n')[place.line - 1]?.trim();
  return errors.make('CELL_FAILED', `${basename(cell.notebook)}, ${placeText(cell, place)}: ${errorText(output)}`, {
    got: line || cell.source.trim().split('\n')[0],
    remedy: `Mend the cell and run again; ${cell.executed} holds what ran and the traceback.`,
  });
};
