/** What the plane does not execute is refused by name: nothing is accepted and then ignored. */
import type { AwsError } from '../../wire/aws-error.ts';
import { invalidParameter } from './errors.ts';

export const unsupported = (operation: string, what: string): AwsError =>
  invalidParameter(`The plane does not execute ${what} of ${operation}; docs/coverage.md lists what it executes.`);

/** An empty structure or list asks for nothing. */
const asks = (value: unknown): boolean =>
  value !== undefined &&
  value !== false &&
  !(Array.isArray(value) && value.length === 0) &&
  !(
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((each) => !asks(each))
  );

/** @throws AwsError InvalidParameterValueException that names the first of `members` that `input` sets */
export const refuseMembers = <Input extends object>(
  operation: string,
  input: Input,
  members: readonly (keyof Input & string)[],
): void => {
  for (const member of members) if (asks(input[member])) throw unsupported(operation, `'${member}'`);
};
