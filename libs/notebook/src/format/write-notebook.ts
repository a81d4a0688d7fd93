/** Writes notebooks as nbformat 4.5, laid out as Jupyter does: texts as lists of lines, one space of indent. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Cell, MimeBundle, Notebook, Output } from './notebook.ts';

const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const isTextual = (mime: string): boolean =>
  mime.startsWith('text/') || ['image/svg+xml', 'application/javascript'].includes(mime);

const bundle = (data: MimeBundle): MimeBundle =>
  Object.fromEntries(
    Object.entries(data).map(([mime, value]) => [
      mime,
      typeof value === 'string' && isTextual(mime) ? lines(value) : value,
    ]),
  );

const output = (value: Output): unknown => {
  if (value.output_type === 'stream') return { ...value, text: lines(value.text) };
  return value.output_type === 'error' ? value : { ...value, data: bundle(value.data) };
};

const cell = (value: Cell): unknown => ({
  ...value,
  source: lines(value.source),
  ...(value.cell_type === 'code' && { outputs: value.outputs.map(output) }),
});

/** The text of an `.ipynb` file. */
export const notebookText = ({ cells, metadata }: Notebook): string =>
  `${JSON.stringify({ cells: cells.map(cell), metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;

/** Replaces the file at `path` as a whole, making its folder: a reader, or a crash, sees the old one or the new one. */
export const writeNotebook = (path: string, notebook: Notebook): void => {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, 'w');
    try {
      writeSync(file, notebookText(notebook));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
};
