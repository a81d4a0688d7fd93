/** Rows of recommendations, read from NDJSON line by line. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { didYouMean } from '@gradus/core';
import type { RecommendationRow } from '@gradus/serving/recommendations';
import { errors } from '../errors.ts';
import { requireFile } from '../read-input.ts';

const MEMBERS = ['user', 'popular', 'type', 'contents', 'items'];
const FORM = '{"user": "42", "items": [{"ContentID": "m7", "Score": 0.9}]} or {"popular": true, "items": […]}';
const SHOWN = 120;

const readRow = (text: string, source: string, line: number): RecommendationRow => {
  const got = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
  const wrong = (message: string, allowed: readonly string[], remedy?: string): Error =>
    errors.make('ROWS_UNREADABLE', `line ${line} of ${source} ${message}`, { got, allowed, remedy });
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch (error) {
    throw wrong(`is not JSON: ${(error as Error).message}`, ['a JSON object on every line', FORM]);
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) throw wrong('is not an object', [FORM]);
  const unknown = Object.keys(row).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined) {
    throw wrong(`has a member ${JSON.stringify(unknown)}`, MEMBERS, didYouMean(unknown, MEMBERS));
  }
  const { user, popular } = row as { user?: unknown; popular?: unknown };
  if (user !== undefined && typeof user !== 'string') {
    throw wrong('has a user that is not text', [`"user": "${JSON.stringify(user)}"`], 'Put the id in quotes.');
  }
  if (popular !== undefined && popular !== true) throw wrong('has a popular that is not true', ['true']);
  return row as RecommendationRow;
};

/**
 * The rows of a file, or of standard input for `-`; lines that are blank are passed over. The first one has been read, so that what is no file of
 * rows is refused before anything is written.
 * @throws GradusError INPUT_UNREADABLE, ROWS_UNREADABLE, here and while it is read on; it names the line
 */
export const openRows = async (file: string): Promise<AsyncGenerator<RecommendationRow>> => {
  const rows = readRows(file);
  const first = await rows.next();
  if (first.done) throw errors.make('ROWS_UNREADABLE', `${file} has no rows`, { got: file, allowed: [FORM] });
  return (async function* () {
    yield first.value;
    yield* rows;
  })();
};

export async function* readRows(file: string): AsyncGenerator<RecommendationRow> {
  const source = file === '-' ? 'standard input' : file;
  if (file !== '-') await requireFile(file, ['an NDJSON file', '- for standard input']);
  const input = file === '-' ? process.stdin : createReadStream(file);
  const lines = createInterface({ input, crlfDelay: Infinity });
  let line = 0;
  try {
    for await (const text of lines) {
      line += 1;
      if (text.trim() !== '') yield readRow(text, source, line);
    }
  } finally {
    lines.close();
    input.destroy();
  }
}
