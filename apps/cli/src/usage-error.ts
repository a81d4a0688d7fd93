/** Turns what commander found wrong with a command line into our errors: the near match and the list. */
import { didYouMean, type GradusError } from '@gradus/core';
import type { Command } from 'commander';
import { errors } from './errors.ts';

const quoted = (message: string): string => /'([^']*)'/.exec(message)?.[1] ?? '';

const pathOf = (command: Command): string =>
  command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();

const optionsOf = (command: Command): string[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, short }) => long ?? short ?? []);

/** The error of `command` for a commander code such as `commander.unknownOption` and its message. */
export const usageError = (command: Command, code: string | undefined, message: string): GradusError => {
  const path = pathOf(command);
  const help = `See: ${path} --help`;
  const said = message.replace(/^error: /, '').split('\n')[0]!;
  switch (code) {
    case 'commander.unknownCommand': {
      const got = quoted(message);
      const allowed = command.commands.map((verb) => verb.name());
      const remedy = didYouMean(got, allowed) ?? help;
      return errors.make('USAGE_VERB', `there is no verb "${got}"`, { got, allowed, remedy });
    }
    case 'commander.unknownOption': {
      const got = quoted(message);
      const allowed = optionsOf(command);
      const remedy = didYouMean(got.replace(/=.*/, ''), allowed) ?? help;
      return errors.make('USAGE_OPTION', `${path} has no option ${got}`, { got, allowed, remedy });
    }
    case 'commander.optionMissingArgument':
      return errors.make('USAGE_OPTION', `${path}: ${said}`, { remedy: help });
    default:
      return errors.make('USAGE_ARGUMENT', `${path}: ${said}`, { remedy: help });
  }
};
