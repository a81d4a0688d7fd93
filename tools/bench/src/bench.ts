/** What an arm of the benchmark has at hand, and how arms take turns. */
import type { LoadGenerator } from './load/load-generator.ts';
import { median } from './statistics.ts';
import type { Row } from './row.ts';

export interface Bench {
  readonly workspace: string;
  readonly rounds: number;
  /** How long one turn of one arm lasts, in milliseconds. */
  readonly turnMs: number;
  readonly load: LoadGenerator;
  /** Where `--cpu-prof` writes the profiles of the planes, if anywhere. */
  readonly profiles: string | undefined;
  /** A folder on the disk of the workspace, removed at the end. */
  folder(name: string): string;
  /** A line of progress, on stderr. */
  progress(text: string): void;
}

export interface Arm {
  readonly name: string;
  /** Said in `--help`. */
  readonly summary: string;
  run(bench: Bench): Promise<Row[]>;
}

/** Calls each of `turns` once per round, in an order that alternates; gives the results by name, one per round. */
export const takeTurns = async <Name extends string, Result>(
  rounds: number,
  turns: Readonly<Record<Name, () => Promise<Result>>>,
): Promise<Record<Name, Result[]>> => {
  const names = Object.keys(turns) as Name[];
  const results = Object.fromEntries(names.map((name): [string, Result[]] => [name, []])) as Record<Name, Result[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) results[name].push(await turns[name]());
  }
  return results;
};

/** The median over the rounds of what `pick` reads from each result. */
export const medianOf = <Result>(results: readonly Result[], pick: (result: Result) => number): number =>
  median(results.map(pick));
