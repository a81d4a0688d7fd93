/** The command line: every verb of the list, with `--json`, `--env` where it matters, and examples. */
import { VERSION } from '@gradus/core';
import { Command } from 'commander';
import type { VerbGroup } from './commands/verbs.ts';
import type { AnyVerb } from './verb.ts';
import { usageError } from './usage-error.ts';

/** Throws our errors where commander would print its own and exit. */
class GradusCommand extends Command {
  override createCommand(name?: string): Command {
    return new GradusCommand(name);
  }

  override error(message: string, options?: { code?: string }): never {
    throw usageError(this, options?.code, message);
  }
}

export interface Invocation {
  readonly verb: AnyVerb;
  readonly args: readonly string[];
  readonly options: { readonly json?: boolean; readonly env?: string };
}

const examplesOf = (verb: AnyVerb): string => `\nExamples:\n${verb.examples.map((line) => `  $ ${line}`).join('\n')}`;

/** The program; `run` is called with what the user asked for. */
export const makeProgram = (groups: readonly VerbGroup[], run: (invocation: Invocation) => Promise<void>): Command => {
  const program = new GradusCommand('gradus')
    .description('One machine-learning model from a notebook to production, on AWS or on this machine.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError(false)
    .exitOverride()
    .addHelpText(
      'after',
      '\nExamples:\n  $ gradus start\n  $ gradus publish movies\n  $ gradus deploy movies --json\n\n`gradus <verb> --help` explains a verb.',
    );
  for (const { title, verbs } of groups) {
    program.commandsGroup(`${title}:`);
    for (const verb of verbs) addVerb(program, verb, run);
  }
  return program;
};

const addVerb = (program: Command, verb: AnyVerb, run: (invocation: Invocation) => Promise<void>): void => {
  const command = program.command(verb.name).description(verb.summary).helpOption('-h, --help', 'print this help');
  verb.define?.(command);
  if (verb.environment !== false) {
    command.option('--env <name>', 'the environment of gradus.config.ts (default: local)');
  }
  command
    .option('--json', 'print one JSON document')
    .addHelpText('after', examplesOf(verb))
    .action(() => run({ verb, args: command.args, options: command.opts() }));
};
