/** What AWS demands of the definitions of features, of a new group and of one that is changed. */
import type { FeatureDefinition } from '@aws-sdk/client-sagemaker';
import { validationException } from '../../../wire/aws-error.ts';

const RESERVED = new Set(['is_deleted', 'write_time', 'api_invocation_time']);

const MOST_FEATURES = 2500;

/** A definition as a valid request has it. */
export type GivenFeature = Omit<FeatureDefinition, 'CollectionConfig'> & {
  readonly CollectionConfig?: { readonly VectorConfig?: { readonly Dimension: number | undefined } } | undefined;
};

interface StoresOfFeatures {
  readonly inMemory: boolean;
}

/** A Vector has fractional elements and a dimension, which no other collection has. */
const checkCollection = (definition: GivenFeature, { inMemory }: StoresOfFeatures): void => {
  const { FeatureName, FeatureType, CollectionType, CollectionConfig } = definition;
  const dimension = CollectionConfig?.VectorConfig?.Dimension;
  if (CollectionType !== undefined && !inMemory) {
    throw validationException(
      `Validation Error: CollectionType of feature ${FeatureName} is supported only with an online store of StorageType InMemory.`,
    );
  }
  if (CollectionType === 'Vector' && (FeatureType !== 'Fractional' || dimension === undefined)) {
    throw validationException(
      `Validation Error: Feature ${FeatureName} of CollectionType Vector must have FeatureType Fractional and a VectorConfig.`,
    );
  }
  if (CollectionType !== 'Vector' && CollectionConfig !== undefined) {
    throw validationException(
      `Validation Error: CollectionConfig of feature ${FeatureName} is supported only for CollectionType Vector.`,
    );
  }
};

/**
 * Checks definitions that join those in `names`, to which it adds theirs.
 * @throws AwsError ValidationException for a name that is reserved or taken and for a collection that the store cannot hold
 * @source unverified - the texts; that names which differ in letter case alone are the same: Glue and Parquet's readers lower it
 */
export const checkFeatureDefinitions = (
  definitions: readonly GivenFeature[],
  stores: StoresOfFeatures,
  names = new Set<string>(),
): void => {
  for (const definition of definitions) {
    const name = definition.FeatureName!;
    const key = name.toLowerCase();
    if (RESERVED.has(key)) {
      throw validationException(`Validation Error: FeatureName ${name} is a reserved name and cannot be used.`);
    }
    if (names.has(key)) {
      throw validationException(`Validation Error: FeatureDefinitions contain duplicate FeatureName ${name}.`);
    }
    names.add(key);
    checkCollection(definition, stores);
  }
  if (names.size > MOST_FEATURES) {
    throw validationException(`Validation Error: A FeatureGroup can have at most ${MOST_FEATURES} features.`);
  }
};
