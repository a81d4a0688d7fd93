/** Metrics that a job prints: the last value per name of the log lines that match its regex. */
import type { MetricDefinition } from '@aws-sdk/client-sagemaker';

/** The first capture group of each match, parsed as a number; a line may match several definitions. */
export const metricsOf = (
  definitions: readonly MetricDefinition[],
  lines: readonly string[],
  at: number,
): Record<string, { value: number; at: number }> => {
  const found: Record<string, { value: number; at: number }> = {};
  for (const { Name, Regex } of definitions) {
    const pattern = new RegExp(Regex!);
    for (const line of lines) {
      const value = Number.parseFloat(pattern.exec(line)?.[1] ?? '');
      if (!Number.isNaN(value)) found[Name!] = { value, at };
    }
  }
  return found;
};
