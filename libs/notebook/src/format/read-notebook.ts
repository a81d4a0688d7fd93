/** Reads notebooks of nbformat 4, whatever its minor version, and says everything that is wrong with one that is broken. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Mistake } from '@gradus/core';
import { errors } from '../errors.ts';
import { textOr, type Cell, type Metadata, type MimeBundle, type Notebook, type Output } from './notebook.ts';

type Unknown = Record<string, unknown>;

const isObject = (value: unknown): value is Unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string | string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((line) => typeof line === 'string'));
const joined = (value: unknown): string => (Array.isArray(value) ? value.join('') : String(value));

/** nbformat writes any text as one string or as a list of lines; values of JSON types stay as they are. */
export const joinBundle = (data: unknown): MimeBundle =>
  Object.fromEntries(
    Object.entries((data ?? {}) as Unknown).map(([mime, value]) => [
      mime,
      isText(value) && !/^application\/(.*\+)?json$/.test(mime) ? joined(value) : value,
    ]),
  );

const CELL_TYPES = ['code', 'markdown', 'raw'];
const OUTPUT_TYPES = ['stream', 'display_data', 'execute_result', 'error'];

const cellMistakes = (cell: unknown, path: string): Mistake[] => {
  if (!isObject(cell)) return [{ path, message: 'is not an object', got: cell }];
  const mistakes: Mistake[] = [];
  if (!CELL_TYPES.includes(cell['cell_type'] as string)) {
    mistakes.push({
      path: `${path}.cell_type`,
      message: 'is no type of cell',
      got: cell['cell_type'],
      allowed: CELL_TYPES,
    });
  }
  if (!isText(cell['source'])) mistakes.push({ path: `${path}.source`, message: 'is not text', got: cell['source'] });
  if (cell['metadata'] !== undefined && !isObject(cell['metadata'])) {
    mistakes.push({ path: `${path}.metadata`, message: 'is not an object', got: cell['metadata'] });
  }
  if (cell['cell_type'] !== 'code' || cell['outputs'] === undefined) return mistakes;
  if (!Array.isArray(cell['outputs'])) {
    return [...mistakes, { path: `${path}.outputs`, message: 'is not a list', got: cell['outputs'] }];
  }
  cell['outputs'].forEach((output: unknown, index) => {
    const type = isObject(output) ? output['output_type'] : undefined;
    if (OUTPUT_TYPES.includes(type as string)) return;
    const at = `${path}.outputs[${index}].output_type`;
    mistakes.push({ path: at, message: 'is no type of output', got: type, allowed: OUTPUT_TYPES });
  });
  return mistakes;
};

const readOutput = (output: Unknown): Output => {
  const metadata = (output['metadata'] ?? {}) as Metadata;
  switch (output['output_type']) {
    case 'stream':
      return {
        output_type: 'stream',
        name: output['name'] === 'stderr' ? 'stderr' : 'stdout',
        text: joined(output['text'] ?? ''),
      };
    case 'execute_result': {
      const count = output['execution_count'];
      const execution_count = typeof count === 'number' ? count : null;
      return { output_type: 'execute_result', execution_count, data: joinBundle(output['data']), metadata };
    }
    case 'display_data':
      return { output_type: 'display_data', data: joinBundle(output['data']), metadata };
    default:
      return {
        output_type: 'error',
        ename: textOr(output['ename'], ''),
        evalue: textOr(output['evalue'], ''),
        traceback: ((output['traceback'] ?? []) as unknown[]).map(String),
      };
  }
};

/** Cells got ids with nbformat 4.5; one that lacks a good one gets one from its place and text. */
const idOf = (cell: Unknown, index: number, taken: Set<string>): string => {
  const given = cell['id'];
  let id = typeof given === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(given) ? given : '';
  for (let salt = 0; id === '' || taken.has(id); salt += 1) {
    id = createHash('sha256')
      .update(`${index}/${salt}/${joined(cell['source'])}`)
      .digest('hex')
      .slice(0, 8);
  }
  taken.add(id);
  return id;
};

const readCell = (cell: Unknown, id: string): Cell => {
  const shared = { id, metadata: { ...(cell['metadata'] as Metadata | undefined) }, source: joined(cell['source']) };
  if (cell['cell_type'] === 'code') {
    const count = cell['execution_count'];
    return {
      cell_type: 'code',
      ...shared,
      execution_count: typeof count === 'number' ? count : null,
      outputs: ((cell['outputs'] ?? []) as Unknown[]).map(readOutput),
    };
  }
  const attachments = cell['attachments'] as Record<string, MimeBundle> | undefined;
  return { cell_type: cell['cell_type'] as 'markdown' | 'raw', ...shared, ...(attachments && { attachments }) };
};

/**
 * Takes parsed JSON for a notebook of nbformat 4.
 * @throws GradusError NOTEBOOK_INVALID with every mistake, NOTEBOOK_FORMAT_UNSUPPORTED
 */
export const validateNotebook = (json: unknown, name = 'The file'): Notebook => {
  if (!isObject(json) || typeof json['nbformat'] !== 'number') {
    throw errors.make('NOTEBOOK_INVALID', `${name} is JSON, but no notebook: it has no nbformat`, {
      got: isObject(json) ? Object.keys(json).slice(0, 10) : typeof json,
      remedy: 'Give the path of a Jupyter notebook (.ipynb).',
    });
  }
  if (json['nbformat'] !== 4) {
    throw errors.make('NOTEBOOK_FORMAT_UNSUPPORTED', `${name} is a notebook of nbformat ${json['nbformat']}`, {
      got: json['nbformat'],
      allowed: ['4'],
      remedy: 'Convert it: `jupyter nbconvert --to notebook --nbformat 4 <file>`.',
    });
  }
  const { cells, metadata = {} } = json;
  const mistakes: Mistake[] = [];
  if (!isObject(metadata)) mistakes.push({ path: 'metadata', message: 'is not an object', got: metadata });
  if (!Array.isArray(cells)) mistakes.push({ path: 'cells', message: 'is not a list', got: cells });
  else cells.forEach((cell: unknown, index) => mistakes.push(...cellMistakes(cell, `cells[${index}]`)));
  if (mistakes.length > 0) {
    const first = mistakes[0]!;
    throw errors.make('NOTEBOOK_INVALID', `${name} is a broken notebook: ${first.path} ${first.message}`, {
      mistakes,
      remedy: 'Open and save it in Jupyter or VS Code, or mend the JSON.',
    });
  }
  const taken = new Set<string>();
  return {
    metadata: { ...(metadata as Metadata) },
    cells: (cells as Unknown[]).map((cell, index) => readCell(cell, idOf(cell, index, taken))),
  };
};

/**
 * Reads the notebook at `path`.
 * @throws GradusError NOTEBOOK_NOT_FOUND, NOTEBOOK_INVALID, NOTEBOOK_FORMAT_UNSUPPORTED
 */
export const readNotebook = (path: string): Notebook => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw errors.make('NOTEBOOK_NOT_FOUND', `${path} cannot be read`, {
      got: path,
      remedy: 'Give the path of a Jupyter notebook (.ipynb).',
      cause,
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const why = text.trim() === '' ? 'is empty' : `is not JSON (${(cause as Error).message})`;
    throw errors.make('NOTEBOOK_INVALID', `${path} ${why}`, {
      got: path,
      remedy: 'Give the path of a Jupyter notebook (.ipynb).',
      cause,
    });
  }
  return validateNotebook(json, path);
};
