/** What a run tells as it goes. */
import type { Output } from './format/notebook.ts';

/** Which code cell: `number` counts from 1, the injected one included. */
export interface CellPlace {
  readonly number: number;
  readonly count: number;
}

export type NotebookEvent =
  | { readonly type: 'run-start'; readonly notebook: string; readonly kernel: string; readonly cells: number }
  /** A cell of text that stands between the code. */
  | { readonly type: 'markdown'; readonly source: string }
  | { readonly type: 'cell-start'; readonly cell: CellPlace; readonly source: string }
  /** An output as it comes; a stream comes in pieces. */
  | { readonly type: 'output'; readonly cell: CellPlace; readonly output: Output }
  /** New content of a display that was shown before, perhaps by another cell. */
  | { readonly type: 'update'; readonly cell: CellPlace; readonly output: Output }
  /** The outputs of the cell so far go; with `wait` not before its next one comes. */
  | { readonly type: 'clear'; readonly cell: CellPlace; readonly wait: boolean }
  | { readonly type: 'cell-end'; readonly cell: CellPlace; readonly durationMs: number; readonly failed: boolean };

export type OnOutput = (event: NotebookEvent) => void;
