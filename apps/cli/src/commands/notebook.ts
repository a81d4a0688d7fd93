/** `gradus notebook`: runs a model's notebook here, its outputs shown as they come. */
import { defineRunOptions, readRunOptions, type RunOptions } from '../run-options.ts';
import { formatDuration } from '@gradus/core';
import type { Verb } from '../verb.ts';

export const notebook: Verb<RunOptions> = {
  name: 'notebook',
  environment: false,
  summary: "run a model's notebook on this machine; nothing is registered",
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
    const run = await runNotebook(loaded, { ...(await readRunOptions(options)), onOutput: print, signal });
    output.result(
      run,
      () =>
        `\n${run.cells} cells in ${formatDuration(run.durationMs)}\nexecuted notebook  ${run.executed}\nmodel              ${run.model}`,
    );
  },
};
