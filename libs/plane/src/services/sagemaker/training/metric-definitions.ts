/** Metrics that a job prints: the values of the log lines that match their regexes. */
import { createContext, Script, type Context } from 'node:vm';
import type { MetricDefinition } from '@aws-sdk/client-sagemaker';
import { clientError } from '../client-error.ts';

/** A caller's regex can take forever on a line; in a context of its own it can be stopped. Milliseconds per batch of lines. */
const TIMEOUT_MS = 500;

/** The first capture groups, as text, of the lines that `regex` matches and that read as numbers. */
const NUMBERS = new Script(`(() => {
  const pattern = new RegExp(regex);
  const found = [];
  for (const line of lines) {
    const text = pattern.exec(line)?.[1];
    if (text !== undefined && Number.isFinite(Number.parseFloat(text))) found.push(text);
  }
  return found;
})()`);

export interface MetricPoint {
  readonly name: string;
  readonly value: number;
  /** Service time in milliseconds. */
  readonly at: number;
}

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
): MetricPoint[] =>
  definitions.flatMap(({ Name: name, Regex: regex }) =>
    numbersIn(name!, regex!, lines).map((text) => ({ name: name!, value: Number.parseFloat(text), at })),
  );

/** The last point of each name. */
export const lastOf = (points: readonly MetricPoint[]): Record<string, { value: number; at: number }> =>
  Object.fromEntries(points.map(({ name, value, at }) => [name, { value, at }]));

const numbersIn = (name: string, regex: string, lines: readonly string[]): string[] => {
  context ??= createContext();
  Object.assign(context, { regex, lines });
  try {
    return [...(NUMBERS.runInContext(context, { timeout: TIMEOUT_MS }) as string[])];
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw clientError(`The regex of metric ${name} takes too long to match a log line: ${regex}`);
  }
};
