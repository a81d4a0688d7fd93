/** What travels to and from `/invocations`: JSON, JSON Lines and CSV, by the columns of the signature. */
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { JsonSchema } from './signature.ts';

export type Format = 'json' | 'jsonlines' | 'csv';

export class UnsupportedContentTypeError extends Error {
  override readonly name = 'UnsupportedContentTypeError';
}

/** The body is not what its content type says. */
export class MalformedBodyError extends Error {
  override readonly name = 'MalformedBodyError';
}

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json',
  jsonlines: 'application/jsonlines',
  csv: 'text/csv',
};

const FORMATS = Object.entries(CONTENT_TYPES) as [Format, string][];

/** The format of a `Content-Type`; undefined for any other than ours. */
export const knownFormat = (contentType: string): Format | undefined => {
  const mediaType = contentType.split(';')[0]!.trim().toLowerCase();
  return FORMATS.find(([, type]) => type === mediaType)?.[0];
};

/** The format of a `Content-Type`. @throws UnsupportedContentTypeError */
export function formatOf(contentType: string): Format {
  const found = knownFormat(contentType);
  if (!found) {
    throw new UnsupportedContentTypeError(
      `Content-Type ${contentType} is not supported; send ${Object.values(CONTENT_TYPES).join(', ')}`,
    );
  }
  return found;
}

/** The format of an `Accept`: the first supported one, else what came in. */
export function acceptedFormat(accept: string | undefined, sent: Format): Format {
  for (const part of (accept ?? '').split(',')) {
    const mediaType = part.split(';')[0]!.trim().toLowerCase();
    const found = FORMATS.find(([, type]) => type === mediaType);
    if (found) return found[0];
    if (mediaType === '*/*' || mediaType === '') return sent;
  }
  throw new UnsupportedContentTypeError(
    `Accept ${accept} is not supported; accept ${Object.values(CONTENT_TYPES).join(', ')}`,
  );
}

/** One parsed body: its inputs, and whether it was one value rather than a batch. */
export interface Decoded {
  readonly inputs: readonly unknown[];
  readonly single: boolean;
}

/**
 * Parses a body. JSON is one input, or a batch when it is an array and the signature's input is not; CSV is one input a row, its cells
 * named by the signature's properties in their order or by a header row that equals them.
 *
 * @throws MalformedBodyError naming the line.
 */
export function decodeInputs(format: Format, body: string, schema: JsonSchema): Decoded {
  if (format === 'csv') return { inputs: decodeCsv(body, schema), single: false };
  if (format === 'jsonlines') {
    const lines = body.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, index }]));
    return { inputs: lines.map(({ line, index }) => parseJson(line, `line ${index + 1}: `)), single: false };
  }
  const value = parseJson(body, '');
  return Array.isArray(value) && schema['type'] !== 'array'
    ? { inputs: value, single: false }
    : { inputs: [value], single: true };
}

/** Serializes outputs; CSV has one row an output, nested values as JSON in their cell, and no header, as SageMaker's own. */
export function encodeOutputs(
  format: Format,
  outputs: readonly unknown[],
  single: boolean,
  schema: JsonSchema,
): string {
  if (format === 'jsonlines') return outputs.map((output) => `${JSON.stringify(output)}\n`).join('');
  if (format === 'json') return JSON.stringify(single ? outputs[0] : outputs);
  const columns = columnsOf(schema);
  return stringify(
    outputs.map((output) =>
      columns.length === 0
        ? [cellOf(output)]
        : columns.map((column) => cellOf((output as Record<string, unknown>)[column])),
    ),
  );
}

const parseJson = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new MalformedBodyError(`${where}the body is not JSON: ${(error as Error).message}`, { cause: error });
  }
};

const columnsOf = (schema: JsonSchema): string[] => Object.keys((schema['properties'] as object | undefined) ?? {});

const decodeCsv = (body: string, schema: JsonSchema): unknown[] => {
  let rows: string[][];
  try {
    rows = parse(body, { skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new MalformedBodyError(`the body is not CSV: ${(error as Error).message}`, { cause: error });
  }
  const columns = columnsOf(schema);
  if (columns.length === 0) return rows;
  const header = rows[0]?.every((cell) => columns.includes(cell)) === true ? rows.shift()! : columns;
  return rows.map((row) =>
    Object.fromEntries(
      row.flatMap((cell, index) => {
        const column = header[index];
        if (column === undefined) {
          throw new MalformedBodyError(
            `a row has ${row.length} cells; the signature has ${columns.length}: ${columns.join(',')}`,
          );
        }
        return cell === ''
          ? []
          : [[column, typedCell(cell, (schema['properties'] as Record<string, JsonSchema>)[column])]];
      }),
    ),
  );
};

const typedCell = (cell: string, schema: JsonSchema | undefined): unknown => {
  const types = [schema?.['type']].flat();
  if ((types.includes('number') || types.includes('integer')) && Number.isFinite(Number(cell))) return Number(cell);
  if (types.includes('boolean') && /^(true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
  if (types.includes('array') || types.includes('object')) return parseJson(cell, '');
  return cell;
};

const cellOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};
