/** What AWS demands of a time to live. */
import type { TtlDuration } from '@aws-sdk/client-sagemaker';
import { validationException } from '../../../wire/aws-error.ts';

/** @throws AwsError ValidationException when a member is missing */
export const checkTtl = (ttl: TtlDuration | undefined): void => {
  if (ttl && (ttl.Unit === undefined) !== (ttl.Value === undefined)) {
    throw validationException('Validation Error: TtlDuration must have both Unit and Value.');
  }
};
