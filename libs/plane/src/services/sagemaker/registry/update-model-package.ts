/**
 * UpdateModelPackage: approves or rejects a version, or changes what is said about it.
 * @source docs - only versions can be updated; the content of an archived card cannot
 * @source unverified - any approval status may follow any other; the texts;
 * a card keeps the member that is not given
 */
import { validationException } from '../../../wire/aws-error.ts';
import { checkAdditionalSpecifications, checkInferenceSpecification } from './inference-specification.ts';
import { checkModelCard } from './model-card.ts';
import { appendModelPackageEvent } from './model-package-event.ts';
import { requireModelPackage, updateModelPackage as replace, type ModelPackage } from './model-package-table.ts';
import type { Input, SageMakerHandler } from '../sagemaker-handler.ts';
import { supportOnly, unsupported } from '../unsupported.ts';
import { userContext } from '../user-context.ts';

const OPERATION = 'UpdateModelPackage';
const MAX_CUSTOMER_METADATA = 50;

const MEMBERS = [
  'ModelPackageArn',
  'ModelApprovalStatus',
  'ModelPackageRegistrationType',
  'ApprovalDescription',
  'CustomerMetadataProperties',
  'CustomerMetadataPropertiesToRemove',
  'AdditionalInferenceSpecificationsToAdd',
  'InferenceSpecification',
  'SourceUri',
  'ModelCard',
  'ModelLifeCycle',
  'ClientToken',
] as const satisfies readonly (keyof Input<typeof OPERATION>)[];

export const updateModelPackage: SageMakerHandler<typeof OPERATION> = (input, context) => {
  supportOnly(OPERATION, input, MEMBERS);
  if (input.SourceUri?.startsWith('arn:')) throw unsupported(OPERATION, 'SourceUri: cloning from an ARN');
  const { package: current, resource, updateToken } = requireModelPackage(context, input.ModelPackageArn, OPERATION);
  const answer = { ModelPackageArn: input.ModelPackageArn };
  if (current.ModelPackageGroupName === undefined) {
    throw validationException(`ModelPackage ${input.ModelPackageArn} is not versioned and cannot be updated.`);
  }
  if (input.ClientToken !== undefined && input.ClientToken === updateToken) return answer;

  checkInferenceSpecification(OPERATION, input.InferenceSpecification);
  checkModelCard(input.ModelCard, current.ModelCard);
  const changed: ModelPackage = {
    ...current,
    ...given(current, input),
    CustomerMetadataProperties: customerMetadata(current, input),
    AdditionalInferenceSpecifications: additionalSpecifications(current, input),
    LastModifiedTime: new Date(context.now()),
    LastModifiedBy: userContext(context.principal),
  };
  replace(context, resource, changed, input.ClientToken);
  if (stageOf(changed) !== stageOf(current)) appendModelPackageEvent(context, changed);
  return answer;
};

/** The members that replace what was there. */
const given = (current: ModelPackage, input: Input<typeof OPERATION>): Partial<ModelPackage> => {
  const replaced: Partial<ModelPackage> = {
    ModelApprovalStatus: input.ModelApprovalStatus,
    ModelPackageRegistrationType: input.ModelPackageRegistrationType,
    ApprovalDescription: input.ApprovalDescription,
    InferenceSpecification: input.InferenceSpecification,
    SourceUri: input.SourceUri,
    ModelCard: input.ModelCard && { ...current.ModelCard, ...input.ModelCard },
    ModelLifeCycle: input.ModelLifeCycle,
  };
  return Object.fromEntries(Object.entries<unknown>(replaced).filter(([, value]) => value !== undefined));
};

const customerMetadata = (
  current: ModelPackage,
  input: Input<typeof OPERATION>,
): ModelPackage['CustomerMetadataProperties'] => {
  const removed = new Set(input.CustomerMetadataPropertiesToRemove);
  const kept = Object.entries({ ...current.CustomerMetadataProperties, ...input.CustomerMetadataProperties }).filter(
    ([key]) => !removed.has(key),
  );
  if (kept.length > MAX_CUSTOMER_METADATA) {
    throw validationException(
      `A model package can have at most ${MAX_CUSTOMER_METADATA} customer metadata properties.`,
    );
  }
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
};

const additionalSpecifications = (
  current: ModelPackage,
  input: Input<typeof OPERATION>,
): ModelPackage['AdditionalInferenceSpecifications'] => {
  if (!input.AdditionalInferenceSpecificationsToAdd) return current.AdditionalInferenceSpecifications;
  const all = [...(current.AdditionalInferenceSpecifications ?? []), ...input.AdditionalInferenceSpecificationsToAdd];
  checkAdditionalSpecifications(OPERATION, all);
  return all;
};

/** What the state-change event is about. */
const stageOf = ({ ModelApprovalStatus, ModelLifeCycle }: ModelPackage): string =>
  JSON.stringify([ModelApprovalStatus, ModelLifeCycle?.Stage, ModelLifeCycle?.StageStatus]);
