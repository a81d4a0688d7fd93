/** The columns that on-demand transforms make, as a table beside the joined ones. */
import type { Engine } from './duckdb.ts';
import { errors } from '../errors.ts';
import type { Transforms } from '../transforms/transforms.ts';
import { readRows, type TrainingRow } from './read-rows.ts';
import { quoted } from './sql.ts';
import { appendRows, type Kind } from './write-rows.ts';

/** Rows that are held back at most until the type of every column is known. */
const MOST_WAITING = 100_000;

const typed = (kinds: Map<string, Kind>, names: readonly string[], rows: readonly TrainingRow[], first: number) => {
  rows.forEach((row, index) => {
    for (const name of names) {
      const value = row[name] ?? null;
      if (value === null) continue;
      const kind = typeof value === 'number' ? 'DOUBLE' : 'VARCHAR';
      if ((kinds.get(name) ?? kind) === kind) {
        kinds.set(name, kind);
        continue;
      }
      throw errors.make(
        'FEATURE_TRANSFORM_FAILED',
        `the transform "${name}" gave text for some rows and numbers for others`,
        {
          got: `row ${first + index + 1}: ${String(value)}`,
          remedy: 'Give values of one type, or null.',
        },
      );
    }
  });
};

/**
 * Runs the transforms over a query's rows, in their order, into the table `made(n, …)`; numbers are DOUBLE, texts VARCHAR.
 * @throws GradusError FEATURE_TRANSFORM_FAILED
 */
export const makeTransformed = async (
  engine: Engine,
  query: string,
  functions: Transforms['functions'],
): Promise<readonly string[]> => {
  const names = functions.map(([name]) => name);
  const kinds = new Map<string, Kind>();
  const writer = await engine.connect();
  let waiting: TrainingRow[] = [];
  let rows = 0;
  let made: ReadonlyMap<string, Kind> | undefined;
  const write = async (): Promise<void> => {
    if (!made) {
      made = new Map<string, Kind>([
        ['n', 'BIGINT'],
        ...names.map((name): [string, Kind] => [name, kinds.get(name) ?? 'VARCHAR']),
      ]);
      const columns = [...made].map(([name, kind]) => `${quoted(name)} ${kind}`);
      await writer.run(`CREATE TABLE made (${columns.join(', ')})`);
    }
    const first = rows - waiting.length;
    if (waiting.length > 0)
      await appendRows(
        writer,
        'made',
        made,
        waiting.map((row, index) => ({ ...row, n: first + index })),
      );
    waiting = [];
  };
  try {
    for await (const batch of readRows(engine.connection, query, functions)) {
      typed(kinds, names, batch, rows);
      waiting.push(...batch);
      rows += batch.length;
      if (kinds.size === names.length || waiting.length >= MOST_WAITING) await write();
    }
    await write();
    return names;
  } finally {
    writer.closeSync();
  }
};
