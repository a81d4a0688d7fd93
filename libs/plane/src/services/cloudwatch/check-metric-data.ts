/** What PutMetricData takes: each datum's rules, all that are broken told at once. */
import type { CloudWatchOperations } from '../../models/cloudwatch-operations.ts';
import type { AwsError } from '../../wire/aws-error.ts';
import { invalidCombination, invalidValue, missingParameter, throwFaults } from './errors.ts';

type Input = CloudWatchOperations['PutMetricData']['input'];
export type InputDatum = NonNullable<Input['MetricData']>[number];

const MOST_METRICS = 1000;
const MOST_VALUES = 150;
const LARGEST = 2 ** 360;
const WEEKS_MS = 14 * 24 * 3_600_000;
const AHEAD_MS = 2 * 3_600_000;
/** ASCII without control characters, and not only spaces. */
const DIMENSION = /^(?=.*[^ ])[\x20-\x7e]*$/;

/**
 * @param byService an AWS service calls, which alone writes into namespaces of AWS
 * @throws AwsError MissingParameter, InvalidParameterValue, InvalidParameterCombination
 */
export const checkMetricData = (
  { Namespace, MetricData }: Input,
  now: number,
  byService: boolean,
): readonly InputDatum[] => {
  if (Namespace.startsWith('AWS/') && !byService)
    throw invalidValue('The value AWS/ for parameter Namespace is invalid.');
  if (!MetricData || MetricData.length === 0) throw missingParameter('The parameter MetricData is required.');
  if (MetricData.length > MOST_METRICS) {
    throw invalidValue(`The collection MetricData must not have a size greater than ${MOST_METRICS}.`);
  }
  throwFaults(MetricData.flatMap((datum, index) => faultsOf(datum, `MetricData.member.${index + 1}`, now)));
  return MetricData;
};

const faultsOf = (datum: InputDatum, at: string, now: number): AwsError[] => {
  const faults = [...kindFaults(datum, at), ...dimensionFaults(datum, at)];
  const number = (value: number | undefined, name: string): void => {
    if (value === undefined || (Number.isFinite(value) && Math.abs(value) <= LARGEST)) return;
    faults.push(invalidValue(`The value ${value} for parameter ${at}.${name} is invalid.`));
  };
  number(datum.Value, 'Value');
  for (const [name, value] of Object.entries(datum.StatisticValues ?? {})) number(value, `StatisticValues.${name}`);
  for (const [index, value] of (datum.Values ?? []).entries()) number(value, `Values.member.${index + 1}`);
  for (const [index, count] of (datum.Counts ?? []).entries()) {
    const name = `Counts.member.${index + 1}`;
    number(count, name);
    if (count < 0) faults.push(invalidValue(`The value ${count} for parameter ${at}.${name} is invalid.`));
  }
  const time = datum.Timestamp?.getTime() ?? now;
  if (time < now - WEEKS_MS) {
    faults.push(invalidValue(`The parameter ${at}.Timestamp must specify a time within the past two weeks.`));
  }
  if (time > now + AHEAD_MS) {
    faults.push(
      invalidValue(`The parameter ${at}.Timestamp must specify a time no more than two hours in the future.`),
    );
  }
  const { StorageResolution: resolution = 60 } = datum;
  if (resolution !== 1 && resolution !== 60) {
    faults.push(invalidValue(`The value ${resolution} for parameter ${at}.StorageResolution is invalid.`));
  }
  return faults;
};

const KINDS = ['Value', 'StatisticValues', 'Values'] as const;

const kindFaults = (datum: InputDatum, at: string): AwsError[] => {
  const [first, second] = KINDS.filter((kind) => datum[kind] !== undefined);
  if (first === undefined) {
    const text = `At least one of the parameters ${at}.Value, ${at}.Values or ${at}.StatisticValues must be specified.`;
    return [missingParameter(text)];
  }
  if (second !== undefined) {
    const both = `The parameters ${at}.${first} and ${at}.${second}`;
    return [invalidCombination(`${both} are mutually exclusive and you have specified both.`)];
  }
  const { Values: values, Counts: counts, StatisticValues: set } = datum;
  if (counts && counts.length !== (values?.length ?? 0)) {
    return [invalidValue(`The parameters ${at}.Values and ${at}.Counts must be of the same size.`)];
  }
  if (values && values.length > MOST_VALUES) {
    return [invalidValue(`The collection ${at}.Values must not have a size greater than ${MOST_VALUES}.`)];
  }
  if (values?.length === 0) return [missingParameter(`The parameter ${at}.Values is required.`)];
  if (set && set.Maximum < set.Minimum) {
    const name = `${at}.StatisticValues`;
    return [invalidValue(`The parameter ${name}.Maximum must be greater than ${name}.Minimum.`)];
  }
  if (set && set.SampleCount <= 0) {
    return [invalidValue(`The parameter ${at}.StatisticValues.SampleCount must be greater than 0.`)];
  }
  return [];
};

const dimensionFaults = ({ Dimensions: dimensions = [] }: InputDatum, at: string): AwsError[] => {
  const faults: AwsError[] = [];
  const names = new Set<string>();
  for (const [index, { Name, Value }] of dimensions.entries()) {
    const member = `${at}.Dimensions.member.${index + 1}`;
    if (!DIMENSION.test(Name) || Name.startsWith(':') || names.has(Name)) {
      faults.push(invalidValue(`The value ${Name} for parameter ${member}.Name is invalid.`));
    }
    if (!DIMENSION.test(Value)) {
      faults.push(invalidValue(`The value ${Value} for parameter ${member}.Value is invalid.`));
    }
    names.add(Name);
  }
  return faults;
};
