/** The errors of CloudWatch Logs, in its words. */
import { AwsError } from '../../wire/aws-error.ts';

export const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterException', 400, message);

type Resource = 'group' | 'stream';

export const alreadyExists = (resource: Resource): AwsError =>
  new AwsError('ResourceAlreadyExistsException', 400, `The specified log ${resource} already exists`);

export const notFound = (resource: Resource): AwsError =>
  new AwsError('ResourceNotFoundException', 400, `The specified log ${resource} does not exist.`);

export const invalidToken = (): AwsError => invalidParameter('The specified nextToken is invalid.');

/** What the plane does not execute is refused by name: nothing is accepted and then ignored. */
export const unsupported = (operation: string, what: string): AwsError =>
  invalidParameter(`The plane does not execute ${what} of ${operation}; docs/coverage.md lists what it executes.`);

/** @throws AwsError InvalidParameterException that names the first of `members` that `input` sets */
export const refuseMembers = <Input extends object>(
  operation: string,
  input: Input,
  members: readonly (keyof Input & string)[],
): void => {
  for (const member of members) {
    const value = input[member] as unknown;
    if (value !== undefined && value !== false) throw unsupported(operation, `'${member}'`);
  }
};
