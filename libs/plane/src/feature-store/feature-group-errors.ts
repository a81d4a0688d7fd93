/** The errors of the feature store that more than one operation answers. */
import { AwsError } from '../wire/aws-error.ts';

export const featureGroupMissing = (name: string): string =>
  `Resource Not Found: Amazon SageMaker can't find a FeatureGroup with name ${name}`;

/** The runtime's 400: its model names it without `Exception`. */
export const validationError = (message: string): AwsError =>
  new AwsError('ValidationError', 400, `Validation Error: ${message}`);
