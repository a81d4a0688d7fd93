/** What can be wrong in this package. */
import { errorCatalogue } from '@gradus/core';

export const errors = errorCatalogue({
  CONFIG_BROKEN: '`gradus.config.ts` does not compile, throws, or does not default-export what `defineConfig` returns.',
  CONFIG_INVALID: '`gradus.config.ts` has mistakes; every one of them is listed.',
  ENVIRONMENT_UNKNOWN: 'There is no environment of that name in `gradus.config.ts`.',
  ENVIRONMENT_INCOMPLETE: 'An environment on AWS lacks the role, bucket or images that the command needs.',
  ENVIRONMENT_SHADOWED: 'The shell points the AWS SDK at another endpoint than the environment on AWS that was named.',
  ENVIRONMENT_WRONG_ACCOUNT: 'The credentials of an environment on AWS belong to another account than it names.',
  CREDENTIALS_MISSING: 'The credentials of an environment cannot be read.',
  AWS_UNREACHABLE: 'Nobody answers at the endpoint of an environment, or the connection was lost.',
  PLANE_NOT_RUNNING: 'The environment is on the plane, and no plane runs.',
  WAIT_TIMEOUT: 'Something did not reach the awaited state in time.',
});
