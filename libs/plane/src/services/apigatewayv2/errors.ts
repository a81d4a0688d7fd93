/** The errors of API Gateway, in its words. */
import { AwsError } from '../../wire/aws-error.ts';

export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', 400, message);

export const conflict = (message: string): AwsError => new AwsError('ConflictException', 409, message);

/** `kind` as the text names it: `API`, `Route`, `Integration`, `stage`, `Deployment`. */
export const notFound = (kind: string, identifier: string): AwsError =>
  new AwsError('NotFoundException', 404, `Invalid ${kind} identifier specified ${identifier}`);

/** What the plane does not execute is refused by name: nothing is accepted and then ignored. */
export const unsupported = (operation: string, what: string): AwsError =>
  badRequest(`The plane does not execute ${what} of ${operation}; docs/coverage.md lists what it executes.`);

/** @throws AwsError BadRequestException that names the first of `members` that `input` sets */
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

/** @throws AwsError BadRequestException when `value` has more than `most` characters, or none where it must */
export const checkLength = (member: string, value: string | undefined, least: number, most: number): void => {
  if (value === undefined || (value.length >= least && value.length <= most)) return;
  throw badRequest(`Invalid ${member}: it must have ${least} to ${most} characters`);
};
