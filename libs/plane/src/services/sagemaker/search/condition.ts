/** What a filter asks of a property's values: the operators of Search, by the property's type. */
import type { Filter } from '@aws-sdk/client-sagemaker';
import { validationException } from '../../../wire/aws-error.ts';
import type { ValidInput } from '../../../models/operation.ts';
import type { Property } from './property.ts';
import { isNumeric } from './is-numeric.ts';

export type GivenFilter = ValidInput<Filter>;

/** A record meets it when one of the property's values passes a test; `negated`, when none does. */
export interface Condition {
  readonly property: Property;
  readonly negated: boolean;
  /** Any value will do. */
  readonly exists?: boolean;
  readonly number?: (value: number) => boolean;
  readonly oneOf?: readonly string[];
  readonly contains?: string;
}

const NEGATED: ReadonlySet<string> = new Set(['NotEquals', 'NotExists']);

const COMPARISONS: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  Equals: (one, other) => one === other,
  NotEquals: (one, other) => one === other,
  GreaterThan: (one, other) => one > other,
  GreaterThanOrEqualTo: (one, other) => one >= other,
  LessThan: (one, other) => one < other,
  LessThanOrEqualTo: (one, other) => one <= other,
};

const SECOND_MS = 1000;
/** A time without a zone is UTC. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/;

/** @throws AwsError ValidationException when the operator or the value does not suit the property's type */
export const conditionOf = (property: Property, { Operator, Value }: GivenFilter): Condition => {
  const operator = Operator ?? 'Equals';
  const negated = NEGATED.has(operator);
  const { name, type } = property;
  if (operator === 'Exists' || operator === 'NotExists') {
    if (Value !== undefined) throw validationException(`Operator ${operator} takes no Value: ${name}`);
    return { property, negated, exists: true };
  }
  if (Value === undefined) throw validationException(`Operator ${operator} requires a Value: ${name}`);
  const refused = (): Error =>
    validationException(`Operator ${operator} is not supported for ${type} property ${name}`);
  const compare = COMPARISONS[operator];
  switch (type) {
    case 'text':
      if (operator === 'Contains') return { property, negated, contains: Value };
      if (operator === 'In') return { property, negated, oneOf: Value.split(',') };
      if (operator !== 'Equals' && operator !== 'NotEquals') throw refused();
      return { property, negated, oneOf: [Value] };
    case 'boolean':
      if (operator !== 'Equals' && operator !== 'NotEquals') throw refused();
      if (!/^(true|false)$/i.test(Value)) throw badValue(name, Value, 'true or false');
      return { property, negated, oneOf: [Value.toLowerCase()] };
    case 'number': {
      if (!compare) throw refused();
      if (!isNumeric(Value)) throw badValue(name, Value, 'a number');
      const bound = Number(Value);
      return { property, negated, number: (value) => compare(value, bound) };
    }
    case 'timestamp':
      if (!compare) throw refused();
      return { property, negated, number: timeTest(name, Value, compare) };
    case 'any':
      return anyCondition(property, operator, Value, negated);
    case 'group':
      throw refused();
  }
};

const badValue = (name: string, value: string, wanted: string): Error =>
  validationException(`Invalid value '${value}' for property ${name}: it must be ${wanted}`);

/** A bound in whole seconds is held against whole seconds, or no time would ever equal it. */
const timeTest = (
  name: string,
  value: string,
  compare: (one: number, other: number) => boolean,
): ((time: number) => boolean) => {
  const [, fraction, zone] = DATE_TIME.exec(value) ?? [];
  const bound = DATE_TIME.test(value) ? Date.parse(zone === undefined ? `${value}Z` : value) : Number.NaN;
  if (Number.isNaN(bound)) throw badValue(name, value, "a time of the form YYYY-mm-dd'T'HH:MM:SS");
  return fraction === undefined
    ? (time) => compare(Math.floor(time / SECOND_MS) * SECOND_MS, bound)
    : (time) => compare(time, bound);
};

/** Hyperparameters are held against an integer as integers, as the documentation of Filter says. */
const anyCondition = (property: Property, operator: string, value: string, negated: boolean): Condition => {
  const { name } = property;
  const compare = COMPARISONS[operator];
  const asIntegers = /(^|\.)HyperParameters\./.test(name) && /^\s*[+-]?\d+\s*$/.test(value);
  const test = (bound: number) => (each: number) => compare!(asIntegers ? Math.trunc(each) : each, bound);
  switch (operator) {
    case 'Contains':
      return { property, negated, contains: value };
    case 'In': {
      const oneOf = value.split(',');
      const numbers = new Set(oneOf.filter(isNumeric).map(Number));
      return { property, negated, oneOf, number: (each) => numbers.has(each) };
    }
    case 'Equals':
    case 'NotEquals':
      return { property, negated, oneOf: [value], ...(isNumeric(value) && { number: test(Number(value)) }) };
    default:
      if (!isNumeric(value)) throw badValue(name, value, 'a number');
      return { property, negated, number: test(Number(value)) };
  }
};
