/** The errors of Lambda, in its words. */
import { AwsError } from '../../wire/aws-error.ts';

const USER = { Type: 'User' };

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', 400, message, USER);

export const notFound = (message: string): AwsError => new AwsError('ResourceNotFoundException', 404, message, USER);

export const functionNotFound = (arn: string): AwsError => notFound(`Function not found: ${arn}`);

export const conflict = (message: string): AwsError => new AwsError('ResourceConflictException', 409, message, USER);

/** @source sdk - PreconditionFailedException; the text from reports of Lambda's answers */
export const preconditionFailed = (): AwsError =>
  new AwsError(
    'PreconditionFailedException',
    412,
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    USER,
  );

/** Whoever gives a revision wants to change that one. */
export const checkRevision = (wanted: string | undefined, revision: string): void => {
  if (wanted !== undefined && wanted !== revision) throw preconditionFailed();
};
