/** Runs side by side. */
import type { RunClients } from './run-context.ts';
import { readRun, type RunDetail, type RunReference } from './read-runs.ts';

export interface ComparedRow<Value> {
  readonly name: string;
  /** One per run, in the order of the runs; undefined where a run has none. */
  readonly values: readonly (Value | undefined)[];
  readonly differs: boolean;
}

export interface RunComparison {
  readonly runs: readonly RunDetail[];
  readonly parameters: readonly ComparedRow<string | number>[];
  /** The last value of each metric. */
  readonly metrics: readonly ComparedRow<number>[];
}

const rowsOf = <Value>(columns: readonly Readonly<Record<string, Value>>[]): ComparedRow<Value>[] =>
  [...new Set(columns.flatMap((column) => Object.keys(column)))].sort().map((name) => {
    const values = columns.map((column) => (Object.hasOwn(column, name) ? column[name] : undefined));
    return { name, values, differs: new Set(values).size > 1 };
  });

/** Parameters and metrics of runs, a row per name. @throws GradusError RUN_NOT_FOUND */
export const compareRuns = async (
  clients: Pick<RunClients, 'sagemaker'>,
  references: readonly RunReference[],
): Promise<RunComparison> => {
  const runs = await Promise.all(references.map((reference) => readRun(clients, reference)));
  const lasts = runs.map(({ metrics }) =>
    Object.fromEntries(Object.entries(metrics).map(([name, { last }]) => [name, last])),
  );
  return { runs, parameters: rowsOf(runs.map(({ parameters }) => parameters)), metrics: rowsOf(lasts) };
};
