/** Values of features as AWS spells them, read as what they are declared to be. */
import type { FeatureType } from '@gradus/core';
import { errors } from '../errors.ts';

/** A feature's value as code sees it; null where there is none. */
export type FeatureReading = string | number | null;

/**
 * A value of AWS's as text.
 * @throws GradusError FEATURE_VALUE_UNSAFE for an integer that a number cannot hold, written by another tool
 */
export const decodeValue = (name: string, type: FeatureType, text: string): string | number => {
  if (type === 'String') return text;
  const value = Number(text);
  if (type === 'Fractional' || Number.isSafeInteger(value)) return value;
  throw errors.make('FEATURE_VALUE_UNSAFE', `the integer of the feature "${name}" is too large`, {
    got: text,
    allowed: [`within ±${Number.MAX_SAFE_INTEGER}`],
    remedy: `Declare ${name} as String in a new group, and write it there.`,
  });
};
