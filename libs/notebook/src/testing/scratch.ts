/** A folder for a spec, and notebooks to put into it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Metadata } from '../format/notebook.ts';

export interface CellSource {
  readonly source: string;
  readonly type?: 'code' | 'markdown';
  readonly tags?: readonly string[];
}

export interface SavedOutput {
  readonly output_type: string;
  readonly text?: string[];
  readonly data?: Record<string, unknown>;
  readonly evalue?: string;
  readonly ename?: string;
}

export interface SavedCell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: string[];
  readonly metadata: Metadata & { tags?: string[]; papermill?: Record<string, unknown> };
  readonly execution_count: number | null;
  readonly outputs: SavedOutput[];
}

export interface SavedNotebook {
  readonly cells: SavedCell[];
  readonly metadata: Metadata & { papermill: Record<string, unknown> };
}

export interface Scratch {
  readonly path: (name: string) => string;
  /** Writes a notebook of code cells (text) and others, and returns its path. */
  readonly notebook: (name: string, cells: readonly (string | CellSource)[], kernel?: string) => string;
}

/** The folder is removed when the tests of the file have run. */
export const scratch = (): Scratch => {
  const folder = mkdtempSync(join(tmpdir(), 'gradus-notebook-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    path: (name) => join(folder, name),
    notebook(name, cells, kernel = 'deno') {
      const json = {
        cells: cells.map((cell) => {
          const { source, type = 'code', tags } = typeof cell === 'string' ? { source: cell } : cell;
          const metadata = tags ? { tags } : {};
          if (type === 'markdown') return { cell_type: type, metadata, source };
          return { cell_type: type, metadata, source, execution_count: null, outputs: [] };
        }),
        metadata: { kernelspec: { name: kernel, display_name: kernel } },
        nbformat: 4,
        nbformat_minor: 4,
      };
      writeFileSync(join(folder, name), JSON.stringify(json));
      return join(folder, name);
    },
  };
};

export const saved = (path: string): SavedNotebook => JSON.parse(readFileSync(path, 'utf8')) as SavedNotebook;

/** The text of a saved cell's streams, or of its results. */
export const textOf = (cell: SavedCell | undefined): string =>
  (cell?.outputs ?? [])
    .map(({ text, data }) => (text ?? (data?.['text/plain'] as string[] | undefined) ?? []).join(''))
    .join('');
