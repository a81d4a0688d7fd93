/** The `gradus` command: parses, runs one verb, prints, and ends with 0, 1 (failed), 2 (wrong usage) or 130 (interrupted). */
import { formatError, isGradusError, reportError } from '@gradus/core';
import { CommanderError } from 'commander';
import { verbGroups } from './commands/verbs.ts';
import { makeContext } from './context.ts';
import { makeOutput, paintFor } from './output.ts';
import { makeProgram, type Invocation } from './program.ts';

// The SDK's note on Node's age is for those who build with it, not for every run of a command.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const INTERRUPTED = 130;
const GRACE_MS = 3000;

const interruption = new AbortController();
process.on('SIGINT', () => {
  if (interruption.signal.aborted) process.exit(INTERRUPTED);
  interruption.abort(new Error('interrupted'));
  // A verb that holds on to something is not waited for forever.
  setTimeout(() => process.exit(INTERRUPTED), GRACE_MS).unref();
});
// A reader such as `head` that goes away has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const run = async ({ verb, args, options }: Invocation): Promise<void> => {
  const context = makeContext({
    output: makeOutput(options.json ?? false),
    signal: interruption.signal,
    env: options.env,
  });
  await verb.run(context, args, options as never);
};

/** Codes of what a user typed wrongly. */
const USAGE = /^USAGE_|_UNKNOWN$|^(?:PARAMETER|DATA_CHANNEL|ALIAS|NAME)_INVALID$|^COMPARE_TOO_FEW$/;

const exitCode = (error: unknown): number => {
  if (interruption.signal.aborted) return INTERRUPTED;
  return isGradusError(error) && USAGE.test(error.code) ? 2 : 1;
};

const fail = (error: unknown): void => {
  process.exitCode = exitCode(error);
  if (interruption.signal.aborted) {
    process.stderr.write('interrupted\n');
    return;
  }
  if (process.argv.includes('--json'))
    process.stdout.write(`${JSON.stringify({ error: reportError(error) }, undefined, 2)}\n`);
  else process.stderr.write(`${formatError(error, paintFor(process.stderr))}\n`);
  if (process.env['GRADUS_DEBUG'] === '1') process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
};

process.on('uncaughtException', (error) => {
  fail(error);
  process.exit();
});

const program = makeProgram(verbGroups, run);
try {
  if (process.argv.length <= 2) program.outputHelp();
  else await program.parseAsync();
} catch (error) {
  // Help and version end by such an "error" too.
  if (!(error instanceof CommanderError)) fail(error);
  else process.exitCode = error.exitCode;
}
