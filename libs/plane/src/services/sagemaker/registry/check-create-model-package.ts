/** What CreateModelPackage checks beyond the shapes of its members. */
import { validationException } from '../../../wire/aws-error.ts';
import { checkAdditionalSpecifications, checkInferenceSpecification } from './inference-specification.ts';
import { checkModelCard } from './model-card.ts';
import type { Input } from '../sagemaker-handler.ts';
import { supportOnly, unsupported } from '../unsupported.ts';

type CreateModelPackageInput = Input<'CreateModelPackage'>;

const MEMBERS = [
  'ModelPackageName',
  'ModelPackageGroupName',
  'ModelPackageDescription',
  'ModelPackageRegistrationType',
  'InferenceSpecification',
  'CertifyForMarketplace',
  'Tags',
  'ModelApprovalStatus',
  'MetadataProperties',
  'ModelMetrics',
  'ClientToken',
  'Domain',
  'Task',
  'SamplePayloadUrl',
  'CustomerMetadataProperties',
  'DriftCheckBaselines',
  'AdditionalInferenceSpecifications',
  'SkipModelValidation',
  'SourceUri',
  'ModelCard',
  'ModelLifeCycle',
] as const satisfies readonly (keyof CreateModelPackageInput)[];

/** @throws AwsError ValidationException */
export const checkCreateModelPackage = (operation: string, input: CreateModelPackageInput): void => {
  supportOnly(operation, input, MEMBERS);
  if (input.CertifyForMarketplace) throw unsupported(operation, 'CertifyForMarketplace');
  if (input.SourceUri?.startsWith('arn:')) throw unsupported(operation, 'SourceUri: cloning from an ARN');
  checkNames(input);
  checkInferenceSpecification(operation, input.InferenceSpecification);
  checkAdditionalSpecifications(operation, input.AdditionalInferenceSpecifications ?? []);
  checkModelCard(input.ModelCard);
};

const checkNames = (input: CreateModelPackageInput): void => {
  const { ModelPackageGroupName, ModelPackageName } = input;
  if (ModelPackageGroupName && ModelPackageName) {
    throw validationException(
      'Both ModelPackageName and ModelPackageGroupName are provided in the input. Cannot determine which one to use.',
    );
  }
  if (!ModelPackageGroupName && !ModelPackageName) throw validationException('Missing ARN.');
  if (ModelPackageGroupName) {
    if (input.Tags?.length) throw validationException('Tags are not supported for a versioned model package.');
    return;
  }
  if (input.ModelApprovalStatus) {
    throw validationException('ModelApprovalStatus is not supported for an unversioned model package.');
  }
  const specification = input.InferenceSpecification;
  const missing = !specification
    ? 'InferenceSpecification'
    : (['SupportedTransformInstanceTypes', 'SupportedRealtimeInferenceInstanceTypes'] as const).find(
        (member) => !specification[member]?.length,
      );
  if (missing) throw validationException(`${missing} is required for an unversioned model package.`);
};
