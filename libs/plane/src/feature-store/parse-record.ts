/** Records as requests bring them, checked against their group and brought into the order of its definitions. */
import type { FeatureValue } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import type { CompiledFeature, CompiledFeatureGroup } from './compiled-feature-group.ts';
import { eventTimeSeconds } from './event-time.ts';
import { validationError } from './feature-group-errors.ts';

/** A text, the texts of a collection, or null where the record has no value. */
export type StoredValue = string | readonly string[] | null;

export interface ParsedRecord {
  readonly identifier: string;
  /** Seconds since the epoch. */
  readonly eventTime: number;
  readonly values: StoredValue[];
}

const INTEGRAL = /^[+-]?\d{1,19}$/;
const FRACTIONAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const SAFE_DIGITS = 15;

const MAX_LONG = 2n ** 63n - 1n;

const isLong = (text: string): boolean => {
  if (!INTEGRAL.test(text)) return false;
  if (text.length <= SAFE_DIGITS) return true;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value <= MAX_LONG && value >= -MAX_LONG - 1n;
};

/** A number that overflows to infinity is none. */
const isDouble = (text: string): boolean => FRACTIONAL.test(text) && Number.isFinite(Number(text));

const isOfType = (text: string, { type }: CompiledFeature): boolean =>
  type === 'String' || (type === 'Integral' ? isLong(text) : isDouble(text));

/** Bytes of a record and of an identifier that Feature Store takes. */
const RECORD_BYTES = 350 * 1024;
const IDENTIFIER_BYTES = 2 * 1024;

const collectionOf = (feature: CompiledFeature, list: readonly string[]): readonly string[] => {
  const wrong = list.find((each) => !isOfType(each, feature));
  if (wrong !== undefined) throw wrongType(feature, wrong);
  if (feature.collection === 'Set' && new Set(list).size < list.length) {
    throw validationError(`The values of feature ${feature.name} of CollectionType Set must be unique.`);
  }
  if (feature.collection === 'Vector' && list.length !== feature.dimension) {
    throw validationError(`Feature ${feature.name} must have ${feature.dimension} elements, but has ${list.length}.`);
  }
  return list;
};

const wrongType = ({ name, type }: CompiledFeature, text: string): Error =>
  validationError(`The value '${text.slice(0, 100)}' of feature ${name} cannot be parsed as ${type}.`);

const storedValue = (feature: CompiledFeature, { ValueAsString, ValueAsStringList }: FeatureValue): StoredValue => {
  if (feature.collection === undefined) {
    if (ValueAsStringList !== undefined) {
      throw validationError(`Feature ${feature.name} is no collection: it must have a ValueAsString.`);
    }
    if (ValueAsString === undefined) return null;
    if (!isOfType(ValueAsString, feature)) throw wrongType(feature, ValueAsString);
    return ValueAsString;
  }
  if (ValueAsString !== undefined) {
    throw validationError(`Feature ${feature.name} is a collection: it must have a ValueAsStringList.`);
  }
  return ValueAsStringList === undefined ? null : collectionOf(feature, ValueAsStringList);
};

/**
 * The values that a request gives, in the order of the group's definitions; null for those it does not.
 * @throws AwsError ValidationError for an unknown or repeated feature and a value of another type
 */
export const parseValues = (group: CompiledFeatureGroup, record: readonly FeatureValue[]): StoredValue[] => {
  const values = new Array<StoredValue>(group.features.length).fill(null);
  const seen = new Uint8Array(group.features.length);
  let characters = 0;
  for (const value of record) {
    const name = value.FeatureName!;
    const index = group.indexOf.get(name);
    if (index === undefined) {
      throw validationError(`Feature ${name} is not in the FeatureDefinitions of FeatureGroup ${group.name}.`);
    }
    if (seen[index] === 1) throw validationError(`Duplicate FeatureName ${name} in the record.`);
    seen[index] = 1;
    const stored = storedValue(group.features[index]!, value);
    values[index] = stored;
    characters += name.length + (typeof stored === 'string' ? stored.length : 0);
    if (typeof stored === 'object' && stored !== null) for (const each of stored) characters += each.length;
  }
  // A character has at most three bytes in UTF-8, and most records are far from the limit.
  if (characters * 3 > RECORD_BYTES) checkSize(record);
  return values;
};

const checkSize = (record: readonly FeatureValue[]): void => {
  let bytes = 0;
  for (const { FeatureName, ValueAsString = '', ValueAsStringList = [] } of record) {
    bytes += Buffer.byteLength(FeatureName!) + Buffer.byteLength(ValueAsString);
    for (const each of ValueAsStringList) bytes += Buffer.byteLength(each);
  }
  if (bytes > RECORD_BYTES) throw tooLarge(bytes);
};

/**
 * Checks the size of a record as it is stored.
 * @throws AwsError ValidationError
 */
export const checkRecordSize = (record: string): void => {
  if (record.length * 3 <= RECORD_BYTES) return;
  const bytes = Buffer.byteLength(record);
  if (bytes > RECORD_BYTES) throw tooLarge(bytes);
};

const tooLarge = (bytes: number): Error =>
  validationError(`The size of the record is ${bytes} bytes; it can be at most ${RECORD_BYTES}.`);

/** @throws AwsError ValidationError */
export const checkIdentifier = (identifier: string): void => {
  if (identifier.length === 0) throw validationError('The value of the record identifier must not be empty.');
  if (identifier.length * 3 > IDENTIFIER_BYTES && Buffer.byteLength(identifier) > IDENTIFIER_BYTES) {
    throw validationError(`The value of the record identifier can be at most ${IDENTIFIER_BYTES} bytes.`);
  }
};

/** @throws AwsError ValidationError when it is no time of the group's event time feature */
export const parseEventTime = (group: CompiledFeatureGroup, text: string): number => {
  const { name, type } = group.features[group.eventTime]!;
  const seconds = eventTimeSeconds(text, type);
  if (seconds !== undefined) return seconds;
  const format = type === 'String' ? "yyyy-MM-dd'T'HH:mm:ssZ or yyyy-MM-dd'T'HH:mm:ss.SSSZ" : 'Unix time in seconds';
  throw validationError(
    `The value '${text.slice(0, 100)}' of EventTime feature ${name} must be in the format ${format}.`,
  );
};

/**
 * A whole record.
 * @throws AwsError ValidationError also when it lacks its identifier or its event time, and when it is too large
 * @source docs - 350 KB a record, 2 KB an identifier
 * @source unverified - the texts; that infinity and NaN are no Fractional
 */
export const parseRecord = (group: CompiledFeatureGroup, record: readonly FeatureValue[]): ParsedRecord => {
  const values = parseValues(group, record);
  const identifier = values[group.identifier] as string | null;
  const eventTime = values[group.eventTime] as string | null;
  if (identifier === null) {
    throw validationError(`The record lacks the record identifier feature ${group.features[group.identifier]!.name}.`);
  }
  if (eventTime === null) {
    throw validationError(`The record lacks the EventTime feature ${group.features[group.eventTime]!.name}.`);
  }
  checkIdentifier(identifier);
  return { identifier, eventTime: parseEventTime(group, eventTime), values };
};
