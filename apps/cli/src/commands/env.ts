/** `gradus env`: the variables that point any AWS tool at an environment. */
import type { Verb } from '../verb.ts';

export const env: Verb<{ shell?: string }> = {
  name: 'env',
  summary: 'print the variables that point any AWS tool at the environment',
  examples: ['eval "$(gradus env)"', 'gradus env --shell fish | source', 'gradus env --json'],
  define: (command) =>
    void command.option('--shell <name>', 'sh, bash, zsh, fish, powershell or pwsh (default: the one of $SHELL)'),
  async run(context, _args, { shell }) {
    const { environmentVariables, parseShell, shellScript } = await import('../environment-variables.ts');
    const dialect = parseShell(shell);
    const variables = await environmentVariables(await context.environment());
    context.output.result(variables, () => shellScript(variables, dialect));
  },
};
