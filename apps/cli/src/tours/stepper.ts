/** The headings of a tour: numbered steps, each with the command that does the same. */
import type { Output } from '../output.ts';

/** Begins a step at each call. */
export const stepper = (output: Output): ((title: string, command: string) => void) => {
  let number = 0;
  return (title, command) => {
    output.heading(`${++number}. ${title}`);
    output.note(`   $ ${command}\n`);
  };
};

/** A command as it is typed in the workspace. */
export const typed = (command: string): string =>
  command.startsWith('gradus ') ? `npx ${command}` : command.replace('(gradus', '(npx gradus');
