/** A failure that is the caller's: the job ends with `FailureReason: ClientError: …`. */
import { AwsError } from '../../wire/aws-error.ts';

export const clientError = (message: string): AwsError => new AwsError('ClientError', 400, message);
