/** What GetMetricData takes: the rules of a request's queries, all that are broken told at once. */
import type { CloudWatchOperations } from '../../models/cloudwatch-operations.ts';
import type { AwsError } from '../../wire/aws-error.ts';
import { throwFaults, unsupported, validationError } from './errors.ts';
import { isPeriod } from './period.ts';
import { kindOf, refuseStatistic } from './statistic.ts';

type Input = CloudWatchOperations['GetMetricData']['input'];
export type InputQuery = Input['MetricDataQueries'][number];

const OPERATION = 'GetMetricData';
const MOST_QUERIES = 500;
export const MOST_POINTS = 100_800;
const ID = /^[a-z][a-zA-Z0-9_]*$/;
const TIMEZONE = /^[+-]\d{4}$/;

/** @throws AwsError ValidationError */
export const checkMetricQueries = (input: Input, accountId: string): void => {
  const { MetricDataQueries: queries, StartTime, EndTime, MaxDatapoints, LabelOptions } = input;
  if (queries.length === 0) throw validationError('The parameter MetricDataQueries is required.');
  if (queries.length > MOST_QUERIES) {
    throw validationError(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`);
  }
  if (StartTime.getTime() === EndTime.getTime()) {
    throw validationError('The parameter StartTime must not equal parameter EndTime.');
  }
  if (StartTime > EndTime) throw validationError('The parameter StartTime must be less than the parameter EndTime.');
  if (MaxDatapoints !== undefined && (MaxDatapoints < 1 || MaxDatapoints > MOST_POINTS)) {
    throw validationError(`The parameter MaxDatapoints must be between 1 and ${MOST_POINTS}.`);
  }
  if (LabelOptions?.Timezone !== undefined && !TIMEZONE.test(LabelOptions.Timezone)) {
    throw validationError(`The value ${LabelOptions.Timezone} for parameter LabelOptions.Timezone is invalid.`);
  }
  throwFaults(queries.flatMap((query, index) => faultsOf(query, `MetricDataQueries.member.${index + 1}`)));
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length) {
    throw validationError('The values for parameter id in MetricDataQueries are not unique.');
  }
  if (queries.every(({ ReturnData }) => ReturnData === false)) {
    throw validationError('At least one of the elements of MetricDataQueries must have ReturnData true.');
  }
  for (const query of queries) refuseQuery(query, accountId);
};

const faultsOf = ({ Id, MetricStat: stat, Expression, Period }: InputQuery, at: string): AwsError[] => {
  const faults: AwsError[] = [];
  const fault = (text: string): void => void faults.push(validationError(text));
  const exclusive = (one: string, other: string): void =>
    fault(`The parameters ${at}.${one} and ${at}.${other} are mutually exclusive and you have specified both.`);
  if (!ID.test(Id)) {
    fault(`The value ${Id} for parameter ${at}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`);
  }
  if (stat && Expression !== undefined) exclusive('Expression', 'MetricStat');
  if (!stat && Expression === undefined) {
    fault(`At least one of the parameters ${at}.Expression or ${at}.MetricStat must be specified.`);
  }
  if (stat && Period !== undefined) exclusive('Period', 'MetricStat');
  if (Period !== undefined && !isPeriod(Period)) fault(periodText(Period, `${at}.Period`));
  if (!stat) return faults;
  if (stat.Metric.Namespace === undefined) fault(`The parameter ${at}.MetricStat.Metric.Namespace is required.`);
  if (stat.Metric.MetricName === undefined) fault(`The parameter ${at}.MetricStat.Metric.MetricName is required.`);
  if (!isPeriod(stat.Period)) fault(periodText(stat.Period, `${at}.MetricStat.Period`));
  if (kindOf(stat.Stat) === 'unknown') {
    fault(`The value ${stat.Stat} for parameter ${at}.MetricStat.Stat is not a valid statistic.`);
  }
  return faults;
};

const periodText = (period: number, at: string): string =>
  `The value ${period} for parameter ${at} must be 1, 5, 10, 20, 30 or a multiple of 60.`;

const refuseQuery = ({ Label, AccountId, MetricStat: stat }: InputQuery, accountId: string): void => {
  // `${PROP('MetricName')}`, `${LAST}` and the like.
  if (Label?.includes('${')) throw unsupported(OPERATION, `the dynamic label '${Label}'`);
  if (AccountId !== undefined && AccountId !== accountId) throw unsupported(OPERATION, 'AccountId of another account');
  if (stat) refuseStatistic(OPERATION, stat.Stat);
};
