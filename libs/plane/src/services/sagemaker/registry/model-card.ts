/** The model card of a model package. */
import type { ModelPackageModelCard } from '@aws-sdk/client-sagemaker';
import { validationException } from '../../../wire/aws-error.ts';

/**
 * Checks that the content is a JSON object.
 * @throws AwsError ValidationException
 */
export const checkModelCard = (card: ModelPackageModelCard | undefined): void => {
  if (card?.ModelCardContent === undefined) return;
  let content: unknown;
  try {
    content = JSON.parse(card.ModelCardContent);
  } catch {
    content = undefined;
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw validationException('ModelCardContent is not a valid JSON object.');
  }
};
