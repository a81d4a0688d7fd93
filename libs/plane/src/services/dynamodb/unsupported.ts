/** Refuses, by name, the members that the plane does not execute: nothing is accepted and then ignored. */
import { validationException, type AwsError } from '../../wire/aws-error.ts';

export const unsupported = (operation: string, member: string): AwsError =>
  validationException(
    `The plane does not execute '${member}' of ${operation}; docs/coverage.md lists what it executes.`,
  );

/**
 * Checks that `structure` sets no member but those of `members`.
 * @throws AwsError ValidationException that names the first other one
 */
export const supportOnly = (operation: string, structure: object, members: readonly string[], path = ''): void => {
  for (const [member, value] of Object.entries(structure)) {
    if (value !== undefined && !members.includes(member)) throw unsupported(operation, `${path}${member}`);
  }
};
