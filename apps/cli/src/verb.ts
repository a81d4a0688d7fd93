/** A verb of the command line. Its file is light: what it needs to run is imported when it runs. */
import type { Command } from 'commander';
import type { Context } from './context.ts';

export interface Verb<Options extends object = object> {
  readonly name: string;
  /** One line of `gradus --help`. */
  readonly summary: string;
  /** Shown by `gradus <verb> --help`, each a whole command line. */
  readonly examples: readonly string[];
  /** False: it does the same whatever the environment, and takes no `--env`. */
  readonly environment?: false;
  /** Adds arguments and options beyond `--json` and `--env`. */
  define?(command: Command): void;
  /** Runs it; `args` are the positional arguments, in order. */
  run(context: Context, args: readonly string[], options: Options): Promise<void>;
}

/** Any verb, whatever its options. */
export type AnyVerb = Omit<Verb, 'run'> & {
  run(context: Context, args: readonly string[], options: never): Promise<void>;
};
