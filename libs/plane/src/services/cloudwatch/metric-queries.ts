/** The series of a GetMetricData request: of metrics, and of expressions over them. */
import type { CloudWatchOperations } from '../../models/cloudwatch-operations.ts';
import type { CallContext } from '../../service.ts';
import type { InputQuery } from './check-metric-queries.ts';
import { unsupported, validationError } from './errors.ts';
import { evaluateMath, type MathValue, type Series } from './metric-math.ts';
import { dimensionsKey, findMetric } from './metric-table.ts';
import { keptSince, roundedStart } from './period.ts';
import { statisticPoints } from './statistic.ts';

type Input = CloudWatchOperations['GetMetricData']['input'];

/** Answers queries by id; each is read once, however many expressions use it. */
export class MetricQueries {
  readonly #input: Input;
  readonly #context: CallContext;
  readonly #queries: ReadonlyMap<string, InputQuery>;
  /** Undefined while it is being worked out: an expression that meets itself finds that. */
  readonly #values = new Map<string, MathValue | undefined>();

  constructor(input: Input, context: CallContext) {
    this.#input = input;
    this.#context = context;
    this.#queries = new Map(input.MetricDataQueries.map((query) => [query.Id, query]));
  }

  /** @throws AwsError ValidationError for an expression that is none, or whose value is no series */
  series(query: InputQuery): Series {
    const value = this.#value(query);
    if (typeof value === 'number') {
      throw validationError(`The expression '${query.Expression}' does not evaluate to a time series.`);
    }
    return value;
  }

  #value(query: InputQuery): MathValue {
    const { Id: id, Expression: expression, Period: period } = query;
    const known = this.#values.get(id);
    if (known !== undefined) return known;
    if (this.#values.has(id)) throw validationError(`The expression '${expression}' refers to itself.`);
    this.#values.set(id, undefined);
    const value = expression === undefined ? this.#read(query.MetricStat!) : evaluateMath(expression, this.#lookup);
    if (period !== undefined && typeof value !== 'number' && value.period !== period) {
      throw unsupported('GetMetricData', `the Period ${period} of an expression over periods of ${value.period} s`);
    }
    this.#values.set(id, value);
    return value;
  }

  readonly #lookup = (id: string): MathValue | undefined => {
    const query = this.#queries.get(id);
    return query && this.#value(query);
  };

  #read({
    Metric: metric,
    Period: period,
    Stat: statistic,
    Unit: unit,
  }: NonNullable<InputQuery['MetricStat']>): Series {
    const { store } = this.#context.plane;
    const key = { name: metric.MetricName!, dimensions: dimensionsKey(metric.Dimensions) };
    const id = findMetric(store, this.#context, metric.Namespace!, key);
    if (id === undefined) return { period, points: new Map() };
    const now = this.#context.now() / 1000;
    const start = roundedStart(this.#input.StartTime.getTime() / 1000, period, now);
    const end = this.#input.EndTime.getTime() / 1000;
    const range = { metric: id, start, end, period, unit, kept: keptSince(period, now) };
    const points = statisticPoints(store, range, statistic);
    return { period, points: new Map(points.map(({ at, value }) => [at, value])) };
  }
}
