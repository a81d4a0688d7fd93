/** Errors as text for people and as JSON for programs: what is wrong and what to do, never a stack. */
import { isGradusError, type Mistake } from './gradus-error.ts';

export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly got?: unknown;
  readonly allowed?: readonly string[];
  readonly remedy?: string;
  readonly mistakes?: readonly Mistake[];
}

const isAwsError = (error: unknown): error is Error & { $metadata: { requestId?: string; httpStatusCode?: number } } =>
  error instanceof Error && '$metadata' in error;

/**
 * What `--json` prints under `error`. The code of an AWS answer is its own (`ValidationException`); an error that
 * nobody foresaw is `INTERNAL`.
 */
export const reportError = (error: unknown): ErrorReport => {
  if (isGradusError(error)) {
    const { code, message, got, allowed, remedy, mistakes } = error;
    return {
      code,
      message,
      ...(got !== undefined && { got }),
      ...(allowed && { allowed }),
      ...(remedy && { remedy }),
      ...(mistakes && { mistakes }),
    };
  }
  if (isAwsError(error)) {
    const faulty = (error.$metadata.httpStatusCode ?? 0) >= 500;
    return {
      code: error.name,
      message: `AWS answered ${error.name}: ${error.message}`,
      ...(faulty && { remedy: 'On the plane its log says why (gradus logs); on AWS, do it again later.' }),
    };
  }
  const message = error instanceof Error ? error.message || error.name : String(error);
  return { code: 'INTERNAL', message, remedy: 'This is a bug in Gradus; GRADUS_DEBUG=1 shows where.' };
};

const show = (value: unknown): string => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
};

const details = (about: Omit<Mistake, 'path' | 'message'>, got: boolean, indent: string): string[] => [
  ...(got ? [`${indent}got:     ${show(about.got)}`] : []),
  ...(about.allowed?.length ? [`${indent}allowed: ${about.allowed.join(', ')}`] : []),
  ...(about.remedy ? [`${indent}remedy:  ${about.remedy}`] : []),
];

const causes = (error: unknown): string[] => {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause === undefined) return [];
  return [`  because: ${cause instanceof Error ? cause.message : show(cause)}`, ...causes(cause)];
};

/** Several lines for a terminal: the code and message first, then what was got, what is allowed, the remedy, the causes. */
export const formatError = (error: unknown, paint: { bad(text: string): string } = { bad: (text) => text }): string => {
  const report = reportError(error);
  return [
    `${paint.bad(`error ${report.code}`)}: ${report.message}`,
    ...(report.mistakes ?? []).flatMap((mistake) => [
      `  ${mistake.path}: ${mistake.message}`,
      ...details(mistake, 'got' in mistake, '    '),
    ]),
    ...causes(error),
    ...details(report, report.got !== undefined, '  '),
  ].join('\n');
};
