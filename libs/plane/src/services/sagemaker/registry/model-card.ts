/** The model card of a model package. */
import type { ModelPackageModelCard } from '@aws-sdk/client-sagemaker';
import { validationException } from '../../../wire/aws-error.ts';
import { checkCardContent } from '../model-cards/card-content.ts';
import { MODEL_PACKAGE_CARD } from '../model-cards/model-card-schema.ts';

/**
 * Checks that the content follows the schema of a model package's card, and that it does not change an archived one.
 * @throws AwsError ValidationException
 */
export const checkModelCard = (card: ModelPackageModelCard | undefined, current?: ModelPackageModelCard): void => {
  if (card?.ModelCardContent === undefined) return;
  checkCardContent(card.ModelCardContent, MODEL_PACKAGE_CARD);
  if (current?.ModelCardStatus === 'Archived' && card.ModelCardContent !== current.ModelCardContent) {
    throw validationException('Model Card is in Archived state.');
  }
};
