/** `gradus notebook`: runs a model's notebook or script here, its outputs shown as they come. */
import { defineRunOptions, readRunOptions, type RunOptions } from '../run-options.ts';
import type { Context } from '../context.ts';
import { formatDuration } from '@gradus/core';
import type { Verb } from '../verb.ts';

export const notebook: Verb<RunOptions & { env?: string }> = {
  name: 'notebook',
  environment: false,
  summary: "run a model's notebook or script on this machine; nothing is registered",
  examples: [
    'gradus notebook movies',
    'gradus notebook movies --param seed=7',
    'gradus notebook movies --data ratings=./ml-latest-small',
    'gradus notebook movies --env local',
  ],
  define: (command) =>
    void defineRunOptions(command.argument('<model>', 'a model of the workspace')).option(
      '--env <name>',
      'let it use AWS there, to log runs or read data: an environment of gradus.config.ts (default: none)',
    ),
  async run(context, [name], options) {
    const { output, signal } = context;
    const loaded = await context.model(name!);
    if (options.env !== undefined) await enterEnvironment(context);
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

/** Kernels and scripts inherit the variables of this process. */
const enterEnvironment = async (context: Context): Promise<void> => {
  const { environmentVariables } = await import('../environment-variables.ts');
  for (const [name, value] of Object.entries(await environmentVariables(await context.environment()))) {
    if (value === null) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
};
