/** Online records as reads answer them. */
import type { FeatureValue } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import type { CompiledFeatureGroup } from './compiled-feature-group.ts';
import { validationError } from './feature-group-errors.ts';
import type { StoredValue } from './parse-record.ts';

const shownValue = (FeatureName: string, value: string | readonly string[]): FeatureValue =>
  typeof value === 'string' ? { FeatureName, ValueAsString: value } : { FeatureName, ValueAsStringList: [...value] };

/** The places of the features that are asked for; undefined for all. */
export type Selection = readonly number[] | undefined;

/**
 * @throws AwsError ValidationError for a feature that the group lacks
 * @source unverified - the text, and that it is an error
 */
export const selectedFeatures = (group: CompiledFeatureGroup, names: readonly string[] | undefined): Selection =>
  names?.map((name) => {
    const index = group.indexOf.get(name);
    if (index !== undefined) return index;
    throw validationError(`Feature ${name} is not in the FeatureDefinitions of FeatureGroup ${group.name}.`);
  });

/** The values of a record; features without one are left out. */
export const shownRecord = (
  { features }: CompiledFeatureGroup,
  record: string,
  selection: Selection,
): FeatureValue[] => {
  const values = JSON.parse(record) as StoredValue[];
  const shown: FeatureValue[] = [];
  const count = selection ? selection.length : values.length;
  for (let place = 0; place < count; place += 1) {
    const index = selection ? selection[place]! : place;
    const value = values[index];
    if (value !== null && value !== undefined) shown.push(shownValue(features[index]!.name, value));
  }
  return shown;
};

/** `2026-01-01T00:00:00.000Z`, or undefined for a record that never expires. */
export const shownExpiry = (expires: number | null): string | undefined =>
  expires === null ? undefined : new Date(expires).toISOString();
