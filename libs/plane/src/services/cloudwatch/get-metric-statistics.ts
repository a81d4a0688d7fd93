/**
 * GetMetricStatistics: the statistics of one metric's periods, each unit for itself, oldest first.
 * @source docs - limits, rounding, retention; error texts from reports of CloudWatch's answers
 * @source unverified - periods begin at the rounded start; percentiles are nearest ranks; texts for periods and statistics
 */
import type { Datapoint, StandardUnit } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchOperations } from '../../models/cloudwatch-operations.ts';
import type { CloudWatchHandler } from './cloudwatch-handler.ts';
import { invalidCombination, invalidValue, missingParameter } from './errors.ts';
import { dimensionsKey, findMetric } from './metric-table.ts';
import { isPeriod, keptSince, roundedStart } from './period.ts';
import { readPeriods, type SampleRange } from './sample-table.ts';
import { kindOf, plainStatistic, refuseStatistic, statisticPoints } from './statistic.ts';

const OPERATION = 'GetMetricStatistics';
const MOST_POINTS = 1440;

type Input = CloudWatchOperations[typeof OPERATION]['input'];

export const getMetricStatistics: CloudWatchHandler<typeof OPERATION> = (input, context) => {
  const { Namespace, MetricName, Period: period, Unit: unit, Statistics = [], ExtendedStatistics = [] } = input;
  const { store } = context.plane;
  checkInput(input);
  const now = context.now() / 1000;
  const start = roundedStart(input.StartTime.getTime() / 1000, period, now);
  const end = input.EndTime.getTime() / 1000;
  const points = Math.ceil((end - start) / period);
  if (points > MOST_POINTS) {
    throw invalidCombination(
      `You have requested up to ${points} datapoints, which exceeds the limit of ${MOST_POINTS}. ` +
        'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    );
  }
  const key = { name: MetricName, dimensions: dimensionsKey(input.Dimensions) };
  const metric = findMetric(store, context, Namespace, key);
  if (metric === undefined) return { Label: MetricName, Datapoints: [] };
  const range: SampleRange = { metric, start, end, period, unit, kept: keptSince(period, now), byUnit: true };
  const found = new Map<string, Datapoint>();
  const pointOf = (at: number, of: string): Datapoint => {
    const id = `${at} ${of}`;
    let point = found.get(id);
    if (!point) found.set(id, (point = { Timestamp: new Date(at * 1000), Unit: of as StandardUnit }));
    return point;
  };
  for (const each of Statistics.length > 0 ? readPeriods(store, range) : []) {
    const point = pointOf(each.at, each.unit);
    for (const statistic of Statistics) point[statistic] = plainStatistic(statistic, each);
  }
  for (const statistic of ExtendedStatistics) {
    for (const { at, unit: of, value } of statisticPoints(store, range, statistic)) {
      (pointOf(at, of).ExtendedStatistics ??= {})[statistic] = value;
    }
  }
  return { Label: MetricName, Datapoints: [...found.values()] };
};

/** @throws AwsError MissingParameter, InvalidParameterValue, InvalidParameterCombination */
const checkInput = ({ StartTime, EndTime, Period, Statistics, ExtendedStatistics }: Input): void => {
  if (!Statistics && !ExtendedStatistics) {
    throw missingParameter('Must specify either Statistics or ExtendedStatistics');
  }
  if (Statistics && ExtendedStatistics) {
    throw invalidCombination('The parameters Statistics and ExtendedStatistics must not both be specified.');
  }
  if (StartTime.getTime() === EndTime.getTime()) {
    throw invalidValue('The parameter StartTime must not equal parameter EndTime.');
  }
  if (StartTime > EndTime) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  if (!isPeriod(Period)) {
    throw invalidValue(`The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60; it is ${Period}.`);
  }
  for (const statistic of ExtendedStatistics ?? []) {
    refuseStatistic(OPERATION, statistic);
    if (kindOf(statistic) !== 'percentile') {
      throw invalidValue(`The value ${statistic} for parameter ExtendedStatistics is not supported.`);
    }
  }
};
