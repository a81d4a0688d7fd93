/** The errors of CloudWatch, in its words; a request breaks several rules at once, one line each. */
import { AwsError } from '../../wire/aws-error.ts';

export const invalidValue = (message: string): AwsError => new AwsError('InvalidParameterValue', 400, message);

export const invalidCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombination', 400, message);

export const missingParameter = (message: string): AwsError => new AwsError('MissingParameter', 400, message);

/** What GetMetricData says of every fault. */
export const validationError = (message: string): AwsError => new AwsError('ValidationError', 400, message);

export const invalidNextToken = (): AwsError =>
  new AwsError('InvalidNextToken', 400, 'Request parameter NextToken is invalid');

/** What the plane does not execute is refused by name: nothing is accepted and then ignored. */
export const unsupported = (operation: string, what: string): AwsError =>
  validationError(`The plane does not execute ${what} of ${operation}; docs/coverage.md lists what it executes.`);

/** Throws the first fault, with the lines of the others of its code. */
export const throwFaults = (faults: readonly AwsError[]): void => {
  const [first] = faults;
  if (!first) return;
  const lines = faults.filter(({ code }) => code === first.code).map(({ message }) => message);
  throw new AwsError(first.code, first.statusCode, lines.join('\n'));
};
