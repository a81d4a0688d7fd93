/** `gradus notebook`: runs a model's notebook or script here, its outputs shown as they come. */
import { defineRunOptions, readRunOptions, type RunOptions } from '../run-options.ts';
import { formatDuration } from '@gradus/core';
import type { Verb } from '../verb.ts';

export const notebook: Verb<RunOptions> = {
  name: 'notebook',
  environment: false,
  summary: "run a model's notebook or script on this machine; nothing is registered",
  examples: [
    'gradus notebook movies',
    'gradus notebook movies --param seed=7',
    'gradus notebook movies --data ratings=./ml-latest-small',
  ],
  define: (command) => void defineRunOptions(command.argument('<model>', 'a model of the workspace')),
  async run(context, [name], options) {
    const { output, signal } = context;
    const loaded = await context.model(name!);
    const { runNotebook } = await import('@gradus/level-0');
    const { notebookPrinter } = await import('@gradus/notebook');
    const print = notebookPrinter({ stream: output.json ? process.stderr : process.stdout, color: output.interactive });
    const onText = (text: string): void => void (output.json ? process.stderr : process.stdout).write(text);
    const run = await runNotebook(loaded, { ...(await readRunOptions(options)), onOutput: print, onText, signal });
    const [what, executed] =
      run.cells === undefined ? ['the script', 'script           '] : [`${run.cells} cells`, 'executed notebook'];
    output.result(
      run,
      () =>
        `\n${what} in ${formatDuration(run.durationMs)}\n${executed}  ${run.executed}\nmodel              ${run.model}`,
    );
  },
};
