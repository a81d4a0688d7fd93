/** Metrics that a job prints: the last value per name of the log lines that match its regex. */
import { createContext, Script, type Context } from 'node:vm';
import type { MetricDefinition } from '@aws-sdk/client-sagemaker';
import { clientError } from '../client-error.ts';

/** A caller's regex can take forever on a line; in a context of its own it can be stopped. Milliseconds per batch of lines. */
const TIMEOUT_MS = 500;

/** The last first capture group, as text, of the lines that `regex` matches and that reads as a number. */
const LAST_NUMBER = new Script(`(() => {
  const pattern = new RegExp(regex);
  let last;
  for (const line of lines) {
    const text = pattern.exec(line)?.[1];
    if (text !== undefined && Number.isFinite(Number.parseFloat(text))) last = text;
  }
  return last;
})()`);

/** One for all calls, made at the first: nothing of a caller but the regex is run in it. */
let context: Context | undefined;

/**
 * The first capture group of each match, parsed as a number; a line may match several definitions.
 * @throws AwsError ClientError when a regex does not come to an end
 */
export const metricsOf = (
  definitions: readonly MetricDefinition[],
  lines: readonly string[],
  at: number,
): Record<string, { value: number; at: number }> => {
  const found: Record<string, { value: number; at: number }> = {};
  for (const { Name: name, Regex: regex } of definitions) {
    const text = lastNumber(name!, regex!, lines);
    if (text !== undefined) found[name!] = { value: Number.parseFloat(text), at };
  }
  return found;
};

const lastNumber = (name: string, regex: string, lines: readonly string[]): string | undefined => {
  context ??= createContext();
  Object.assign(context, { regex, lines });
  try {
    return LAST_NUMBER.runInContext(context, { timeout: TIMEOUT_MS }) as string | undefined;
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw clientError(`The regex of metric ${name} takes too long to match a log line: ${regex}`);
  }
};
