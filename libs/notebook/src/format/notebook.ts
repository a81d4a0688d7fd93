/** A notebook in memory: nbformat 4.5 with every multi-line text joined. */

export type Metadata = Record<string, unknown>;

/** Representations of one thing by MIME type: text and base64 as strings, `*json` types as values. */
export type MimeBundle = Record<string, unknown>;

export interface StreamOutput {
  readonly output_type: 'stream';
  readonly name: 'stdout' | 'stderr';
  readonly text: string;
}

export interface DisplayOutput {
  readonly output_type: 'display_data';
  readonly data: MimeBundle;
  readonly metadata: Metadata;
}

export interface ResultOutput {
  readonly output_type: 'execute_result';
  readonly execution_count: number | null;
  readonly data: MimeBundle;
  readonly metadata: Metadata;
}

export interface ErrorOutput {
  readonly output_type: 'error';
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

interface AnyCell {
  id: string;
  metadata: Metadata;
  source: string;
}

export interface CodeCell extends AnyCell {
  cell_type: 'code';
  execution_count: number | null;
  outputs: Output[];
}

export interface TextCell extends AnyCell {
  cell_type: 'markdown' | 'raw';
  attachments?: Record<string, MimeBundle>;
}

export type Cell = CodeCell | TextCell;

export interface Notebook {
  metadata: Metadata;
  cells: Cell[];
}

export const isCode = (cell: Cell): cell is CodeCell => cell.cell_type === 'code';

export const hasTag = (cell: Cell, tag: string): boolean => {
  const tags = cell.metadata['tags'];
  return Array.isArray(tags) && tags.includes(tag);
};

/** A value that should be text and comes from outside. */
export const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

/** A member of metadata that is an object, made when it is not there. */
export const section = (metadata: Metadata, name: string): Metadata => {
  const value = metadata[name];
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Metadata;
  return (metadata[name] = {});
};
