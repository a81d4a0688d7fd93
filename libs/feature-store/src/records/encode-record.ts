/** Rows of a source as records of AWS, each checked against its group before anything is sent. */
import type { FeatureValue } from '@aws-sdk/client-sagemaker-featurestore-runtime';
import { didYouMean, type FeatureType, type Mistake } from '@gradus/core';
import type { FeatureGroup } from '../groups/feature-group.ts';
import { EVENT_TIME_FORMATS, eventTimeOf, type EventTimeFormat } from './event-time.ts';

export interface EncodedRecord {
  readonly identifier: string;
  /** As AWS takes it. */
  readonly eventTime: string;
  readonly eventTimeFormat: EventTimeFormat;
  readonly record: FeatureValue[];
}

/** A row as a record, or everything that is wrong with it; the path of a mistake is the feature's name. */
export type Encoded = EncodedRecord | { readonly mistakes: readonly Mistake[] };

const RECORD_BYTES = 350 * 1024;
const IDENTIFIER_BYTES = 2 * 1024;
const INTEGRAL = /^[+-]?\d{1,16}$/;
const FRACTIONAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** AWS takes values of the pattern `.*`. */
const LINE_BREAK = /[\n\r\u0085\u2028\u2029]/;

const ALLOWED: Record<FeatureType, readonly string[]> = {
  Integral: [`an integer within ±${Number.MAX_SAFE_INTEGER}`],
  Fractional: ['a finite number'],
  String: ['text of one line'],
};
const REMEDY: Partial<Record<FeatureType, string>> = {
  Integral: 'Declare larger integers as String.',
  String: 'Write it as text without line breaks, or declare the feature as a number.',
};

const encodeIntegral = (value: unknown): string | undefined => {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? String(value) : undefined;
  if (typeof value !== 'string' || !INTEGRAL.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? String(number) : undefined;
};

const encodeFractional = (value: unknown): string | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? String(value) : undefined;
  return typeof value === 'string' && FRACTIONAL.test(value) && Number.isFinite(Number(value)) ? value : undefined;
};

const ENCODE: Record<FeatureType, (value: unknown) => string | undefined> = {
  Integral: encodeIntegral,
  Fractional: encodeFractional,
  String: (value) => (typeof value === 'string' && !LINE_BREAK.test(value) ? value : undefined),
};

/** An identifier as AWS spells it: the same for `7`, `7n` and `'7'` where it is Integral; undefined when it is none. */
export const encodeIdentifier = (type: FeatureType, value: unknown): string | undefined => {
  const text = ENCODE[type](value);
  return text === undefined || text === '' || Buffer.byteLength(text) > IDENTIFIER_BYTES ? undefined : text;
};

const oversized = (record: readonly FeatureValue[]): number => {
  let characters = 0;
  for (const { FeatureName, ValueAsString } of record) characters += FeatureName!.length + ValueAsString!.length;
  // A character has at most three bytes in UTF-8, and most records are far from the limit.
  if (characters * 3 <= RECORD_BYTES) return 0;
  const bytes = record.reduce(
    (sum, { FeatureName, ValueAsString }) => sum + Buffer.byteLength(FeatureName!) + Buffer.byteLength(ValueAsString!),
    0,
  );
  return bytes > RECORD_BYTES ? bytes : 0;
};

/**
 * Makes the encoder of a group. A field that is undefined, null or (in text) empty is missing. `ignore` names the fields
 * of a row that are no features and are left out.
 */
export const recordEncoder = (
  group: FeatureGroup,
  ignore: ReadonlySet<string> = new Set(),
): ((row: Readonly<Record<string, unknown>>) => Encoded) => {
  const names = new Set(group.features.map(({ name }) => name));
  const features = group.features.map(({ name, type }) => ({ name, type, encode: ENCODE[type] }));
  return (row) => {
    const mistakes: Mistake[] = [];
    const record: FeatureValue[] = [];
    let identifier = '';
    let eventTime = { text: '', format: 'seconds' as EventTimeFormat };
    for (const { name, type, encode } of features) {
      const value = row[name];
      const isIdentifier = name === group.recordIdentifier;
      if (value === undefined || value === null || (value === '' && (type !== 'String' || isIdentifier))) {
        if (!isIdentifier && name !== group.eventTime) continue;
        const remedy = isIdentifier ? 'Say whose record it is.' : 'Say when it became true.';
        mistakes.push({ path: name, got: value, message: 'is missing', allowed: ALLOWED[type], remedy });
        continue;
      }
      if (name === group.eventTime) {
        const time = eventTimeOf(value, group.eventTimeType);
        if (time) {
          eventTime = time;
          record.push({ FeatureName: name, ValueAsString: time.text });
        } else {
          const allowed = EVENT_TIME_FORMATS[group.eventTimeType];
          const remedy = 'Milliseconds are divided by 1000; a time without its zone needs one.';
          mistakes.push({ path: name, got: value, message: 'is no event time', allowed, remedy });
        }
        continue;
      }
      const text = isIdentifier ? encodeIdentifier(type, value) : encode(value);
      if (text === undefined) {
        const remedy = REMEDY[type];
        mistakes.push({
          ...{ path: name, got: value, message: `is not ${type}`, allowed: ALLOWED[type] },
          ...(remedy !== undefined && { remedy }),
        });
        continue;
      }
      if (isIdentifier) identifier = text;
      record.push({ FeatureName: name, ValueAsString: text });
    }
    for (const name of Object.keys(row)) {
      if (names.has(name) || ignore.has(name)) continue;
      const remedy = didYouMean(name, names) ?? `Declare ${name}, or leave it out: ignore: ['${name}'].`;
      mistakes.push({ path: name, got: row[name], message: 'is no feature of the group', allowed: [...names], remedy });
    }
    const bytes = mistakes.length === 0 ? oversized(record) : 0;
    if (bytes > 0) {
      const allowed = [`at most ${RECORD_BYTES} bytes`];
      mistakes.push({ path: group.name, got: bytes, message: 'is too large a record', allowed });
    }
    if (mistakes.length > 0) return { mistakes };
    return { identifier, eventTime: eventTime.text, eventTimeFormat: eventTime.format, record };
  };
};
