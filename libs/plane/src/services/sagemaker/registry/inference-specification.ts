/** What a model package says about inference: which of it the plane can run. */
import type {
  AdditionalInferenceSpecificationDefinition,
  InferenceSpecification,
  ModelPackageContainerDefinition,
} from '@aws-sdk/client-sagemaker';
import { validationException } from '../../../wire/aws-error.ts';
import { checkModelData } from '../models/model-data.ts';
import { supportOnly } from '../unsupported.ts';

const MAX_ADDITIONAL = 15;

/** `Image` and the model data run; the others describe. */
const CONTAINER_MEMBERS = [
  'ContainerHostname',
  'Image',
  'ImageDigest',
  'ModelDataUrl',
  'ModelDataSource',
  'ModelDataETag',
  'Environment',
  'ModelInput',
  'Framework',
  'FrameworkVersion',
  'NearestModelName',
] as const satisfies readonly (keyof ModelPackageContainerDefinition)[];

/** @throws AwsError ValidationException */
export const checkInferenceSpecification = (
  operation: string,
  specification: InferenceSpecification | AdditionalInferenceSpecificationDefinition | undefined,
  path = 'InferenceSpecification',
): void => {
  specification?.Containers?.forEach((container, index) => {
    const at = `${path}.Containers.${index + 1}.member.`;
    supportOnly(operation, container, CONTAINER_MEMBERS, at);
    if (!container.Image) throw validationException(`Image must be specified for each container of ${path}.`);
    checkModelData(operation, container, at);
  });
};

/**
 * Checks the additional specifications of a package, those that it has and those to be added together.
 * @throws AwsError ValidationException
 */
export const checkAdditionalSpecifications = (
  operation: string,
  specifications: readonly AdditionalInferenceSpecificationDefinition[],
): void => {
  const names = specifications.map(({ Name }) => Name);
  if (new Set(names).size < names.length) {
    throw validationException('The names of the additional inference specifications must be unique.');
  }
  if (names.length > MAX_ADDITIONAL) {
    throw validationException(
      `A model package can have at most ${MAX_ADDITIONAL} additional inference specifications.`,
    );
  }
  specifications.forEach((specification, index) => {
    checkInferenceSpecification(operation, specification, `AdditionalInferenceSpecifications.${index + 1}.member`);
  });
};
