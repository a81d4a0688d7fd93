/** Records as DataProcessing reads and writes them: rows of CSV as arrays, JSON and JSON Lines as they are. */

export type RecordFormat = 'CSV' | 'JSON' | 'JSONLines';

const FORMATS: Readonly<Record<string, RecordFormat>> = {
  'text/csv': 'CSV',
  'application/json': 'JSON',
  'application/jsonlines': 'JSONLines',
};

/** The format of a MIME type, parameters aside; undefined for one that filters and joins cannot read. */
export const recordFormat = (contentType: string | undefined): RecordFormat | undefined =>
  FORMATS[contentType?.split(';')[0]!.trim().toLowerCase() ?? ''];

/** Data that is not what its MIME type says. */
export class RecordFormatError extends Error {
  override readonly name = 'RecordFormatError';
}

/** The fields of a CSV row as they are written, quotes and spaces included, so that what is kept stays as it was. */
const fieldsOf = (row: string): string[] => {
  const fields: string[] = [];
  let [start, quoted] = [0, false];
  for (let at = 0; at < row.length; at += 1) {
    if (row[at] === '"') quoted = !quoted;
    else if (row[at] === ',' && !quoted) {
      fields.push(row.slice(start, at));
      start = at + 1;
    }
  }
  return [...fields, row.slice(start)];
};

/** @throws RecordFormatError */
export const decodeRecord = (format: RecordFormat, text: string): unknown => {
  if (format === 'CSV') return fieldsOf(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new RecordFormatError(`Failed to parse a record as ${format}`);
  }
};

/** @throws RecordFormatError for a CSV row that would hold something else than fields */
export const encodeRecord = (format: RecordFormat, value: unknown): string => {
  if (format !== 'CSV') return JSON.stringify(value);
  const fields = Array.isArray(value) ? (value as unknown[]) : [value];
  if (fields.some((field) => typeof field !== 'string')) throw new RecordFormatError('A CSV row has only fields');
  return fields.join(',');
};

/** Lines, less the end that the last one has. */
export const linesOf = (text: string): string[] => text.replace(/\r?\n$/, '').split(/\r?\n/);

/**
 * What a container answered to `count` records, record by record.
 * @throws RecordFormatError when it is not an answer to each
 */
export const answersOf = (format: RecordFormat, text: string, count: number): string[] => {
  const records = format === 'JSON' && count === 1 ? [text] : linesOf(text);
  if (records.length === count) return records;
  throw new RecordFormatError(
    `Failed to parse output from the algorithm as ${format}: ${records.length} records for an input of ${count}`,
  );
};

/** @throws RecordFormatError */
export const decodeAnswer = (format: RecordFormat, text: string): unknown => {
  try {
    return decodeRecord(format, text);
  } catch {
    throw new RecordFormatError(`Failed to parse output from the algorithm as ${format}`);
  }
};
